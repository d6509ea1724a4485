-- Notes, the journal that is their truth, and who may open them. Times are milliseconds since 1970, UTC.

CREATE TABLE notes (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL DEFAULT '',
    epoch INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One row a note and commit; `updates` holds them unmerged, each with its visitor and its time.
CREATE TABLE journal (
    note TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    updates BLOB NOT NULL,
    PRIMARY KEY (note, seq)
) STRICT, WITHOUT ROWID;

-- A document as it stood after row `seq`, read back and compared before it was written here as verified.
CREATE TABLE snapshots (
    note TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    checksum INTEGER NOT NULL, -- CRC-32 of state and inspector: damaged bytes must not reach a document
    state BLOB NOT NULL,
    inspector BLOB NOT NULL,
    text_hash BLOB NOT NULL,
    PRIMARY KEY (note, seq)
) STRICT;

-- Who may write under a Yjs client id: the owner is a device ('d:…') or, without a cookie, a link ('l:…').
CREATE TABLE client_ids (
    note TEXT NOT NULL,
    client INTEGER NOT NULL,
    owner TEXT NOT NULL,
    visitor TEXT NOT NULL,
    PRIMARY KEY (note, client)
) STRICT, WITHOUT ROWID;

-- An address and what it gives. The token is not here: it is made from id, generation and the instance's key.
CREATE TABLE links (
    id TEXT PRIMARY KEY,
    note TEXT NOT NULL REFERENCES notes (id),
    role TEXT NOT NULL,
    label TEXT NOT NULL DEFAULT '',
    generation INTEGER NOT NULL DEFAULT 1,
    expires_at INTEGER,
    max_openings INTEGER,
    openings INTEGER NOT NULL DEFAULT 0,
    password_hash TEXT,
    created_at INTEGER NOT NULL,
    created_by TEXT,
    used_at INTEGER,
    changed_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX links_by_note ON links (note);
-- What was closed or renewed lately, so that its open sockets end whichever process did it.
CREATE INDEX links_by_change ON links (changed_at);

CREATE TABLE visitors (
    id TEXT PRIMARY KEY,
    name TEXT,
    colour INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A browser that has been here; its cookie is a secret of which only the hash is kept.
CREATE TABLE devices (
    id TEXT PRIMARY KEY,
    secret_hash BLOB NOT NULL UNIQUE,
    visitor TEXT NOT NULL REFERENCES visitors (id),
    label TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT, WITHOUT ROWID;

-- What a device may do beyond its links: its creator's right to manage.
CREATE TABLE grants (
    device TEXT NOT NULL REFERENCES devices (id),
    note TEXT NOT NULL REFERENCES notes (id),
    role TEXT NOT NULL,
    link TEXT,
    PRIMARY KEY (device, note)
) STRICT, WITHOUT ROWID;

-- The notes that a device has opened, for its home page, and by which link.
CREATE TABLE openings (
    device TEXT NOT NULL REFERENCES devices (id),
    note TEXT NOT NULL REFERENCES notes (id),
    link TEXT NOT NULL REFERENCES links (id),
    opened_at INTEGER NOT NULL,
    PRIMARY KEY (device, note)
) STRICT, WITHOUT ROWID;
