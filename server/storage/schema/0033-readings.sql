-- What each device was shown of a note: the version from which changes are counted. None of its words is kept.
CREATE TABLE readings (
    device TEXT NOT NULL REFERENCES devices (id),
    note TEXT NOT NULL REFERENCES notes (id),
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL, -- the last row of the journal in that version
    at INTEGER NOT NULL, -- when it was shown
    said_at INTEGER, -- when it was said to be read
    passages BLOB, -- the version of the rules, then 8 bytes a passage, hashed with the instance's key
    before_epoch INTEGER, -- the version before, until what was said is taken back
    before_seq INTEGER,
    before_at INTEGER,
    before_said_at INTEGER,
    PRIMARY KEY (device, note)
) STRICT, WITHOUT ROWID;
CREATE INDEX readings_by_note ON readings (note);

-- 1 where a visitor lets the team see what was read.
ALTER TABLE visitors ADD COLUMN tells_reading INTEGER NOT NULL DEFAULT 0;
