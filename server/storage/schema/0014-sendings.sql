-- What leaves by itself: mails, and calls to other programs. Nothing of it is in a backup, so that none goes twice.

-- A PDF that mails carry along; it is deleted with the last of them that still has to leave.
CREATE TABLE enclosures (
    id TEXT PRIMARY KEY,
    note TEXT REFERENCES notes (id),
    folder TEXT REFERENCES folders (id),
    pdf BLOB NOT NULL,
    CONSTRAINT is_of_one_thing CHECK ((note IS NULL) <> (folder IS NULL))
) STRICT, WITHOUT ROWID;

-- One row a recipient. What it says is here until it has left; then only that it has, for a while.
CREATE TABLE sendings (
    id TEXT PRIMARY KEY,
    batch TEXT NOT NULL, -- those that were asked for at once
    note TEXT REFERENCES notes (id),
    folder TEXT REFERENCES folders (id),
    kind TEXT NOT NULL, -- mail, hook
    recipient TEXT NOT NULL, -- an address, or what the settings call a hook
    gives TEXT NOT NULL, -- of a mail: pdf, or the right of its link; of a hook: what has happened
    content TEXT, -- JSON; never a token
    enclosure TEXT REFERENCES enclosures (id),
    state TEXT NOT NULL DEFAULT 'waiting', -- waiting, sent, refused
    tries INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER NOT NULL, -- when it is tried next
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL, -- the visitor
    ended_at INTEGER,
    why TEXT NOT NULL DEFAULT '', -- a code of ours for why it has not left
    answer TEXT NOT NULL DEFAULT '', -- what the other server said
    CONSTRAINT is_of_one_thing CHECK ((note IS NULL) <> (folder IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX sendings_by_due ON sendings (due_at) WHERE state = 'waiting';
CREATE INDEX sendings_by_note ON sendings (note);
CREATE INDEX sendings_by_folder ON sendings (folder);

-- The public keys of people to whom mail is encrypted; the owner of the server puts them here.
CREATE TABLE mail_keys (
    address TEXT PRIMARY KEY, -- in small letters
    fingerprint TEXT NOT NULL,
    cert BLOB NOT NULL,
    added_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
