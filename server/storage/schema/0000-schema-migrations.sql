-- Which of these files a database has, and since when. A database from before this table tells it by its `user_version`.
CREATE TABLE schema_migrations (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    hash TEXT NOT NULL, -- SHA-256 of the statements, without comments
    applied_at INTEGER -- NULL: before there was this table
) STRICT;
