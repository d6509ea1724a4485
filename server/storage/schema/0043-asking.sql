-- Who asked for access at which own address, whether there is anything or not: limits have to be the same for both.
-- `near` and `wide` are keyed hashes of the networks; a refusal leaves the row, so that its network has one less for 30 days.
CREATE TABLE access_asks (
    target TEXT NOT NULL, -- its kind and the id that was asked for: it may be nothing
    device TEXT NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
    near BLOB NOT NULL,
    wide BLOB NOT NULL,
    asked_at INTEGER NOT NULL,
    waits INTEGER NOT NULL, -- 0: refused
    PRIMARY KEY (target, device)
) STRICT, WITHOUT ROWID;
CREATE INDEX access_asks_by_time ON access_asks (asked_at);

-- Notes, pochettes and classeurs for which whoever manages them wants no requests.
CREATE TABLE shut_to_requests (
    id TEXT PRIMARY KEY,
    note TEXT REFERENCES notes (id) ON DELETE CASCADE,
    folder TEXT REFERENCES folders (id) ON DELETE CASCADE,
    binder TEXT REFERENCES binders (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    CONSTRAINT shuts_one_thing CHECK (CASE WHEN note IS NULL THEN 0 ELSE 1 END
        + CASE WHEN folder IS NULL THEN 0 ELSE 1 END + CASE WHEN binder IS NULL THEN 0 ELSE 1 END = 1)
) STRICT, WITHOUT ROWID;
CREATE INDEX shut_to_requests_by_note ON shut_to_requests (note);
CREATE INDEX shut_to_requests_by_folder ON shut_to_requests (folder);
CREATE INDEX shut_to_requests_by_binder ON shut_to_requests (binder);
