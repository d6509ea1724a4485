-- That a passage was erased from a note's history, and how long it was; never what it said.
CREATE TABLE erasures (
    note TEXT NOT NULL REFERENCES notes (id),
    at INTEGER NOT NULL,
    characters INTEGER NOT NULL,
    by TEXT NOT NULL, -- the visitor; empty: the owner of the server, from its shell
    PRIMARY KEY (note, at)
) STRICT, WITHOUT ROWID;
