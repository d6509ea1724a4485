-- A code by which somebody takes another browser as theirs: good once and for a few minutes; only its hash is here.
CREATE TABLE pairings (
    hash BLOB PRIMARY KEY,
    visitor TEXT NOT NULL REFERENCES visitors (id),
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX devices_by_visitor ON devices (visitor);
CREATE INDEX links_by_maker ON links (created_by);
