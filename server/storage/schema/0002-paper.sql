-- The card of each note, its versions that were kept on purpose, and what was printed of it.

-- A note without a row has an empty card and the status `draft`.
CREATE TABLE cards (
    note TEXT PRIMARY KEY REFERENCES notes (id),
    kind TEXT NOT NULL DEFAULT '',
    theme TEXT NOT NULL DEFAULT '',
    audience TEXT NOT NULL DEFAULT '',
    authors TEXT NOT NULL DEFAULT '', -- one a line; empty: those who have written
    deck TEXT NOT NULL DEFAULT '', -- the sentence under the title
    classification TEXT NOT NULL DEFAULT '',
    budget_pages INTEGER,
    status TEXT NOT NULL DEFAULT 'draft', -- draft, to-review, reviewed, ready
    other TEXT NOT NULL DEFAULT '{}', -- what an imported file said besides, as JSON: it is exported again
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A moment of a note, with its text. `number` counts from 1 in each note; `seq` is the journal's last row then.
CREATE TABLE versions (
    id TEXT PRIMARY KEY,
    note TEXT NOT NULL REFERENCES notes (id),
    number INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL, -- frozen, printed, named, import
    visitor TEXT NOT NULL,
    markdown TEXT NOT NULL,
    text_hash BLOB NOT NULL,
    UNIQUE (note, number)
) STRICT, WITHOUT ROWID;

-- A sheet that somebody holds: what was printed of a note or a pochette, and with which options. Its address is
-- made from id and generation, like a link's, and is not here.
CREATE TABLE editions (
    id TEXT PRIMARY KEY,
    note TEXT REFERENCES notes (id),
    folder TEXT,
    number INTEGER NOT NULL,
    version TEXT NOT NULL,
    printed_at INTEGER NOT NULL,
    printed_by TEXT NOT NULL,
    format TEXT NOT NULL DEFAULT 'note',
    recipient TEXT NOT NULL DEFAULT '',
    options TEXT NOT NULL DEFAULT '{}', -- JSON: copy number, watermark, booklet...
    card TEXT NOT NULL, -- JSON: the card as it was printed
    markdown TEXT NOT NULL,
    text_hash BLOB NOT NULL,
    generation INTEGER NOT NULL DEFAULT 1,
    closed_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX editions_by_note ON editions (note, number);
CREATE UNIQUE INDEX editions_by_folder ON editions (folder, number);
