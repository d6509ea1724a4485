-- How many mails were asked for on a day, and which addresses want none from here.

-- A day of the team's time zone; only the last one is kept.
CREATE TABLE mail_days (
    day TEXT PRIMARY KEY, -- 2017-03-14
    many INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A keyed hash in the place of the address: nobody reads from it who has unsubscribed. Kept for ever.
CREATE TABLE unsubscribed (
    recipient BLOB PRIMARY KEY,
    at INTEGER NOT NULL -- ms since 1970
) STRICT, WITHOUT ROWID;
