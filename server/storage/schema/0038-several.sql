-- What several processes of one instance must know alike: until now each had it in memory.

-- Attempts to link two devices, ten minutes each. A code is hashed with the key of the instance.
CREATE TABLE pairings (
    code BLOB PRIMARY KEY,
    shower TEXT NOT NULL UNIQUE REFERENCES devices (id),
    newcomer TEXT REFERENCES devices (id),
    gives INTEGER NOT NULL, -- 1 where the newcomer's own notes go along
    confirmed_by TEXT REFERENCES devices (id), -- the first of the two that confirmed
    state TEXT NOT NULL, -- 'open', 'refused' or 'linked'
    given INTEGER NOT NULL, -- how many notes and pochettes went along
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Wrong codes of a network, hashed likewise; each is forgotten after a while, the last of them then.
CREATE TABLE pairing_tries (
    network BLOB PRIMARY KEY,
    forgotten_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Sign-ins that have come back from the provider: each is good once.
CREATE TABLE spent_sign_ins (
    sign_in BLOB PRIMARY KEY,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- When the process that makes notes of an import said for the last time that it does.
ALTER TABLE imports ADD COLUMN alive_at INTEGER NOT NULL DEFAULT 0;

-- One row: the fingerprint of the key of the instance, which is not in the database.
CREATE TABLE instance_keys (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    fingerprint BLOB NOT NULL
) STRICT, WITHOUT ROWID;
