-- From which networks a browser has said the right password of a link: the wrong answers of others do not slow it, nor
-- its network, until then. `network` is a hash with the instance's key.
CREATE TABLE right_before (
    link TEXT NOT NULL REFERENCES links (id),
    device TEXT NOT NULL REFERENCES devices (id),
    network BLOB NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (link, device, network)
) STRICT, WITHOUT ROWID;
CREATE INDEX right_before_by_network ON right_before (link, network);
CREATE INDEX right_before_by_device ON right_before (device);

-- When there were last so many wrong answers that others had to wait for their turn.
ALTER TABLE links ADD COLUMN guessed_at INTEGER;
