-- By which links a device has come, also by those that no opening keeps any more: one opening a target is kept.
CREATE TABLE comings (
    link TEXT NOT NULL REFERENCES links (id) ON DELETE CASCADE,
    device TEXT NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
    generation INTEGER NOT NULL, -- of the link, the last time
    PRIMARY KEY (link, device)
) STRICT, WITHOUT ROWID;
CREATE INDEX comings_by_device ON comings (device);
