-- What a link to print gives: which text, on which paper, and whose copy it is.
CREATE TABLE print_links (
    link TEXT PRIMARY KEY REFERENCES links (id),
    source TEXT NOT NULL, -- live, or frozen: the version that is good for print
    format TEXT NOT NULL, -- note, large, pocket
    recipient TEXT NOT NULL, -- printed on every page; '' when it is nobody's copy
    copy_number INTEGER
) STRICT, WITHOUT ROWID;
