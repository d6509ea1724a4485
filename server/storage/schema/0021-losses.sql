-- A visitor's way back to all that is theirs: a code on paper, of which only the hash is here.
CREATE TABLE recovery_codes (
    hash BLOB PRIMARY KEY,
    visitor TEXT NOT NULL REFERENCES visitors (id),
    device TEXT NOT NULL REFERENCES devices (id), -- the one that showed it
    made_at INTEGER NOT NULL,
    ends_at INTEGER -- set when a newer one was made
) STRICT, WITHOUT ROWID;
CREATE INDEX recovery_codes_by_visitor ON recovery_codes (visitor);

-- "Téléphone volé": devices that one device of the visitor has suspended; for good once `final_at` has passed.
CREATE TABLE losses (
    id TEXT PRIMARY KEY,
    visitor TEXT NOT NULL REFERENCES visitors (id),
    by_device TEXT NOT NULL REFERENCES devices (id),
    at INTEGER NOT NULL,
    final_at INTEGER NOT NULL,
    taken_back_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX losses_by_visitor ON losses (visitor, final_at);

CREATE TABLE lost_devices (
    loss TEXT NOT NULL REFERENCES losses (id),
    device TEXT NOT NULL REFERENCES devices (id),
    PRIMARY KEY (loss, device)
) STRICT, WITHOUT ROWID;
CREATE INDEX lost_devices_by_device ON lost_devices (device);

-- What a lost device could open at that moment, so that it opens again if the loss is taken back.
CREATE TABLE lost_openings (
    loss TEXT NOT NULL REFERENCES losses (id),
    device TEXT NOT NULL REFERENCES devices (id),
    link TEXT NOT NULL REFERENCES links (id),
    PRIMARY KEY (loss, device, link)
) STRICT, WITHOUT ROWID;

-- For those who manage a note or a pochette that a lost device had opened, and that its visitor does not manage.
CREATE TABLE loss_notices (
    loss TEXT NOT NULL REFERENCES losses (id),
    link TEXT NOT NULL REFERENCES links (id),
    generation INTEGER NOT NULL, -- of the link then: renewed, the notice is over
    name TEXT NOT NULL, -- what the visitor called themselves; nobody has proved it
    since INTEGER NOT NULL, -- when the device first came
    PRIMARY KEY (loss, link)
) STRICT, WITHOUT ROWID;
CREATE INDEX loss_notices_by_link ON loss_notices (link);

-- The right to manage, handed on: by which device, to which, and whether the giver kept it.
CREATE TABLE handovers (
    id TEXT PRIMARY KEY,
    note TEXT REFERENCES notes (id),
    folder TEXT REFERENCES folders (id),
    from_device TEXT NOT NULL REFERENCES devices (id),
    to_device TEXT NOT NULL REFERENCES devices (id),
    was_kept INTEGER NOT NULL,
    at INTEGER NOT NULL,
    CONSTRAINT hands_one_thing CHECK ((note IS NULL) <> (folder IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX handovers_by_giver ON handovers (from_device, at);

-- A recovery link that a newer one replaced comes back if the newer one was made by a lost device.
ALTER TABLE recoveries ADD COLUMN made_by TEXT REFERENCES devices (id);
ALTER TABLE recoveries ADD COLUMN replaced_at INTEGER;
DROP INDEX recoveries_by_note;
DROP INDEX recoveries_by_folder;
CREATE INDEX recoveries_by_note ON recoveries (note);
CREATE INDEX recoveries_by_folder ON recoveries (folder);

-- By which device a device joined its visitor, and when: what a lost device let in is lost with it.
ALTER TABLE devices ADD COLUMN joined_by TEXT REFERENCES devices (id);
ALTER TABLE devices ADD COLUMN joined_at INTEGER;
