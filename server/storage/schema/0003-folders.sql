-- Pochettes: ordered notes with a day and an audience, and links that open a pochette instead of a note.

CREATE TABLE folders (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL DEFAULT '',
    day TEXT NOT NULL DEFAULT '', -- 2017-03-14, or '' for a pochette of a theme
    audience TEXT NOT NULL DEFAULT '',
    classification TEXT NOT NULL DEFAULT '',
    format TEXT NOT NULL DEFAULT 'note', -- note or large
    cover INTEGER NOT NULL DEFAULT 1,
    contents INTEGER NOT NULL DEFAULT 1,
    two_sided INTEGER NOT NULL DEFAULT 1,
    recipients TEXT NOT NULL DEFAULT '', -- one a line: a copy for each
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A note of a pochette: `id` is its address there, `colour` (1..8) its tab, which it keeps when it moves.
CREATE TABLE folder_items (
    id TEXT PRIMARY KEY,
    folder TEXT NOT NULL REFERENCES folders (id),
    note TEXT NOT NULL REFERENCES notes (id),
    position INTEGER NOT NULL,
    colour INTEGER NOT NULL,
    added_at INTEGER NOT NULL,
    added_by TEXT,
    UNIQUE (folder, note)
) STRICT, WITHOUT ROWID;

CREATE TABLE folder_grants (
    device TEXT NOT NULL REFERENCES devices (id),
    folder TEXT NOT NULL REFERENCES folders (id),
    role TEXT NOT NULL,
    link TEXT,
    PRIMARY KEY (device, folder)
) STRICT, WITHOUT ROWID;

CREATE TABLE folder_openings (
    device TEXT NOT NULL REFERENCES devices (id),
    folder TEXT NOT NULL REFERENCES folders (id),
    link TEXT NOT NULL REFERENCES links (id),
    opened_at INTEGER NOT NULL,
    PRIMARY KEY (device, folder)
) STRICT, WITHOUT ROWID;

-- A link opens a note or a pochette.
ALTER TABLE links ALTER COLUMN note DROP NOT NULL;
ALTER TABLE links ADD COLUMN folder TEXT REFERENCES folders (id);
ALTER TABLE links ADD CONSTRAINT opens_one_thing CHECK ((note IS NULL) <> (folder IS NULL));
CREATE INDEX links_by_folder ON links (folder);
