-- A link that gives the right to manage back: one for each note or pochette, good once; only its hash is here, in hex.
CREATE TABLE recoveries (
    hash TEXT PRIMARY KEY,
    note TEXT REFERENCES notes (id),
    folder TEXT REFERENCES folders (id),
    made_at INTEGER NOT NULL,
    CONSTRAINT manages_one_thing CHECK ((note IS NULL) <> (folder IS NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX recoveries_by_note ON recoveries (note);
CREATE UNIQUE INDEX recoveries_by_folder ON recoveries (folder);
