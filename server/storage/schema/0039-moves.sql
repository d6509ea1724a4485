-- That a database is not the one to go on with: not whole yet, or left for another. No row where it is.
CREATE TABLE moves (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    state TEXT NOT NULL, -- 'arriving' or 'left'
    place TEXT NOT NULL, -- from where it is filled, or where its notes are now; without a password
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
