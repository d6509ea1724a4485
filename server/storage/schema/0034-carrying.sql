-- For how many hours a device may keep what it takes along by a link; 0: it takes nothing along.
ALTER TABLE links ADD COLUMN carry_hours INTEGER NOT NULL DEFAULT 24;

-- What a device has taken along, and until when it shows it; overwritten at each contact.
CREATE TABLE carryings (
    id TEXT PRIMARY KEY,
    device TEXT NOT NULL REFERENCES devices (id),
    note TEXT REFERENCES notes (id),
    folder TEXT REFERENCES folders (id),
    binder TEXT REFERENCES binders (id),
    notes INTEGER NOT NULL, -- how many
    at INTEGER NOT NULL,
    until INTEGER NOT NULL,
    CONSTRAINT takes_one_thing CHECK (CASE WHEN note IS NULL THEN 0 ELSE 1 END
        + CASE WHEN folder IS NULL THEN 0 ELSE 1 END + CASE WHEN binder IS NULL THEN 0 ELSE 1 END = 1)
) STRICT, WITHOUT ROWID;
CREATE INDEX carryings_by_device ON carryings (device);
CREATE INDEX carryings_by_note ON carryings (note);
CREATE INDEX carryings_by_folder ON carryings (folder);
CREATE INDEX carryings_by_binder ON carryings (binder);
