-- The browsers of people whom the team knows: since when, and by what they came in.
CREATE TABLE members (
    device TEXT PRIMARY KEY REFERENCES devices (id),
    proof TEXT NOT NULL, -- what the settings asked for then: once they ask for something else it is over
    since INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who came in by an identity provider is the same visitor on each device; the name there is only kept sealed.
CREATE TABLE people (
    person TEXT PRIMARY KEY,
    visitor TEXT NOT NULL REFERENCES visitors (id)
) STRICT, WITHOUT ROWID;

-- The notes that members have made, which every member finds at home.
CREATE TABLE library (
    note TEXT PRIMARY KEY REFERENCES notes (id)
) STRICT, WITHOUT ROWID;
