-- What was done with rights and prints, by whom: never a word of a note, never a token. Each row is sealed with the
-- one before by the key of the instance, which is not here; `audit_end` seals the last, so that none can be cut off.
CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    what TEXT NOT NULL,
    subject TEXT NOT NULL, -- 'note ID', 'pochette ID' or ''
    visitor TEXT NOT NULL, -- '' for the owner of the server
    device TEXT NOT NULL,
    details TEXT NOT NULL, -- JSON: a link, a role, a number, a form
    seal BLOB NOT NULL
) STRICT;

CREATE TABLE audit_end (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL,
    seal BLOB NOT NULL
) STRICT;
