-- Where the words of an edition stand on its pages. Geometry alone: what is erased from a text leaves nothing here.
CREATE TABLE edition_words (
    edition TEXT NOT NULL REFERENCES editions (id),
    item TEXT NOT NULL, -- of the note in its pochette; '' for a note that is printed alone
    first_page INTEGER NOT NULL, -- of the note, counted from 1
    pages INTEGER NOT NULL, -- how many the note has
    boxes BLOB NOT NULL, -- zlib: of each page the boxes of its words, and the lines of the Markdown they are of
    PRIMARY KEY (edition, item)
) STRICT, WITHOUT ROWID;
