-- That a browser has said the password of a link: good for its address of then, and until the password is another one.
CREATE TABLE admissions (
    link TEXT NOT NULL REFERENCES links (id),
    device TEXT NOT NULL REFERENCES devices (id),
    generation INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (link, device)
) STRICT, WITHOUT ROWID;
