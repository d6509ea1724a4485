-- A note or a pochette that moved between classeurs, or to or from none, in the last week: undone after a theft.
CREATE TABLE binder_moves (
    id TEXT PRIMARY KEY,
    note TEXT REFERENCES notes (id),
    folder TEXT REFERENCES folders (id),
    before TEXT, -- the classeur, NULL for none; it may be gone by now
    after TEXT,
    by_device TEXT NOT NULL REFERENCES devices (id),
    was_unmanaged INTEGER NOT NULL, -- 1 where only a classeur let it be managed
    at INTEGER NOT NULL,
    CONSTRAINT moves_one_thing CHECK ((note IS NULL) <> (folder IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX binder_moves_by_device ON binder_moves (by_device, at);
CREATE INDEX binder_moves_by_note ON binder_moves (note);
CREATE INDEX binder_moves_by_folder ON binder_moves (folder);

-- Up to when a visitor has seen what was said to them ("Pour moi").
CREATE TABLE seen_for_me (
    visitor TEXT PRIMARY KEY REFERENCES visitors (id),
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
