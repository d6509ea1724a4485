-- The pictures of a note, as they were written anew at upload: PNG or JPEG, without metadata.
-- The id is made of the bytes: the same picture twice in a note is one row. `name` is what it was called.
CREATE TABLE files (
    note TEXT NOT NULL REFERENCES notes (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    size INTEGER NOT NULL,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    bytes BLOB NOT NULL,
    PRIMARY KEY (note, id)
) STRICT;
