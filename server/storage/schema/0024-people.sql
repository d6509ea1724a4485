-- People whom somebody who manages has recognised under the link they came by; the others are shown as arrivals.
CREATE TABLE recognised (
    link TEXT NOT NULL REFERENCES links (id),
    visitor TEXT NOT NULL REFERENCES visitors (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (link, visitor)
) STRICT, WITHOUT ROWID;
-- Nobody is new who came before arrivals were shown.
INSERT INTO recognised (link, visitor, at)
    SELECT DISTINCT came.link, devices.visitor, 0 FROM all_openings AS came JOIN devices ON devices.id = came.device;

-- Who holds nothing at a target's own address and asks for a right there. `role` is what was given; answered without
-- a role: refused.
CREATE TABLE access_requests (
    id TEXT PRIMARY KEY,
    device TEXT NOT NULL REFERENCES devices (id),
    note TEXT REFERENCES notes (id),
    folder TEXT REFERENCES folders (id),
    binder TEXT REFERENCES binders (id),
    asked_at INTEGER NOT NULL,
    answered_at INTEGER,
    answered_by TEXT REFERENCES devices (id),
    role TEXT,
    CONSTRAINT asks_for_one_thing CHECK (CASE WHEN note IS NULL THEN 0 ELSE 1 END
        + CASE WHEN folder IS NULL THEN 0 ELSE 1 END + CASE WHEN binder IS NULL THEN 0 ELSE 1 END = 1)
) STRICT, WITHOUT ROWID;
CREATE INDEX access_requests_by_note ON access_requests (note);
CREATE INDEX access_requests_by_folder ON access_requests (folder);
CREATE INDEX access_requests_by_binder ON access_requests (binder);
