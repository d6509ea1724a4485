-- What a probe writes and deletes again, to see whether the disk takes writes. Older programs made it as they needed it.
CREATE TABLE IF NOT EXISTS probe (content BLOB NOT NULL) STRICT;
