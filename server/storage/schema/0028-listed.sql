-- What lists tell of a note without reading it: up to which row its title and its last writer are known, and how
-- many pages it had when somebody last measured it.

ALTER TABLE notes ADD COLUMN titled_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE notes ADD COLUMN changed_by TEXT;
ALTER TABLE notes ADD COLUMN pages REAL;
UPDATE notes SET titled_seq = coalesce((SELECT max(seq) FROM journal WHERE journal.note = notes.id), 0),
    changed_at = coalesce((SELECT max(at) FROM journal WHERE journal.note = notes.id), changed_at);
