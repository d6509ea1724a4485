-- What is said beside the text of a note. A thread stands at a passage, or (without one) is the talk about it all.

-- The passage is named by its first and last letter in the document, so that it goes along with what is written
-- around it; `quote` is what it said. `proposed` is what a proposal would put there.
CREATE TABLE threads (
    id TEXT PRIMARY KEY,
    note TEXT NOT NULL REFERENCES notes (id),
    number INTEGER NOT NULL,
    kind TEXT NOT NULL, -- comment, proposal, talk
    first_client INTEGER,
    first_clock INTEGER,
    last_client INTEGER,
    last_clock INTEGER,
    quote TEXT NOT NULL DEFAULT '',
    proposed TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'open', -- open, resolved, accepted, refused
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    ended_at INTEGER,
    ended_by TEXT,
    UNIQUE (note, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE comments (
    id TEXT PRIMARY KEY,
    thread TEXT NOT NULL REFERENCES threads (id),
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    text TEXT NOT NULL,
    edited_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX comments_by_thread ON comments (thread, at);
