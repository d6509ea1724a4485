-- The search index: which words stand in which note. It is made of notes, cards and comments, is in no backup, and can
-- be made anew at any time.

-- The small number of a classeur. A note of no classeur has a scope of its own: its number in `search_notes`, negative.
CREATE TABLE search_scopes (
    id INTEGER PRIMARY KEY,
    binder TEXT NOT NULL UNIQUE REFERENCES binders (id)
) STRICT;

CREATE TABLE search_notes (
    id INTEGER PRIMARY KEY,
    note TEXT NOT NULL UNIQUE REFERENCES notes (id),
    scope INTEGER NOT NULL, -- where it was when it was indexed
    seq INTEGER NOT NULL, -- the last row of the journal that is in it; -1 while it is half written
    version INTEGER NOT NULL, -- of the rules by which words are made
    text BLOB NOT NULL, -- zlib: the Markdown
    words BLOB NOT NULL -- zlib: its words in `search_words`, so that they can be taken away
) STRICT;
CREATE INDEX search_notes_by_version ON search_notes (version);

-- `area` is twice the scope for title, card and text, and one more for comments.
CREATE TABLE search_words (
    area INTEGER NOT NULL,
    word TEXT NOT NULL,
    doc INTEGER NOT NULL, -- `search_notes.id`; no reference, as its index would double the table
    place INTEGER NOT NULL, -- 1 text, 2 title
    PRIMARY KEY (area, word, doc)
) STRICT, WITHOUT ROWID;

-- Notes whose index is behind, written with the change itself. `stamp` is another at each change.
CREATE TABLE search_changes (
    note TEXT PRIMARY KEY REFERENCES notes (id),
    stamp INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
