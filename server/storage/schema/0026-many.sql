-- Files that are brought together, with what became of each; kept lists of addresses; links that were made for mails.

CREATE TABLE imports (
    id TEXT PRIMARY KEY,
    device TEXT NOT NULL REFERENCES devices (id),
    binder TEXT REFERENCES binders (id),
    made_at INTEGER NOT NULL,
    ended_at INTEGER,
    undone_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX imports_by_device ON imports (device);

CREATE TABLE import_files (
    import TEXT NOT NULL REFERENCES imports (id),
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL, -- waiting, made, refused, aside
    said TEXT NOT NULL DEFAULT '', -- in JSON: why not, or what stayed behind
    note TEXT REFERENCES notes (id),
    PRIMARY KEY (import, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_files_by_note ON import_files (note) WHERE note IS NOT NULL;

CREATE TABLE mail_lists (
    id TEXT PRIMARY KEY,
    binder TEXT NOT NULL REFERENCES binders (id),
    name TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_lists_by_binder ON mail_lists (binder);

CREATE TABLE mail_list_addresses (
    list TEXT NOT NULL REFERENCES mail_lists (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    PRIMARY KEY (list, address)
) STRICT, WITHOUT ROWID;

-- One that a mail brought: it does not count among the links that a target may have.
ALTER TABLE links ADD COLUMN mailed INTEGER NOT NULL DEFAULT 0;
UPDATE links SET mailed = 1 WHERE id IN (SELECT link FROM sendings WHERE link IS NOT NULL);
