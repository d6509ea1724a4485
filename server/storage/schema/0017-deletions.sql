-- What was deleted or erased for good, until no file holds a byte of it: then its row goes. `at` is its name too.
CREATE TABLE deletions (
    at INTEGER PRIMARY KEY,
    is_asked INTEGER NOT NULL DEFAULT 0 -- somebody asked to compact now
) STRICT;

-- The last time that the database was written anew, and for how long nobody else could write.
CREATE TABLE compactions (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at INTEGER NOT NULL,
    pause_ms INTEGER NOT NULL,
    bytes_before INTEGER NOT NULL,
    bytes_after INTEGER NOT NULL
) STRICT;

ALTER TABLE erasures ADD COLUMN texts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE erasures ADD COLUMN pictures INTEGER NOT NULL DEFAULT 0;
-- The row of `deletions` that it waits for; NULL: its bytes were in no file before its answer.
ALTER TABLE erasures ADD COLUMN deletion INTEGER;
-- When its bytes were in no file any more.
ALTER TABLE erasures ADD COLUMN files_at INTEGER;
