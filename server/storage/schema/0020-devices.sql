-- An attempt to link two devices is in memory for ten minutes; what is here is what came of it.
DROP TABLE pairings;

-- What a browser had before it joined other devices is held by a row of its own, without a cookie: `kept_for` names the
-- browser. It stays with the visitor of then, and may be given to the devices that were joined.
ALTER TABLE devices ADD COLUMN kept_for TEXT REFERENCES devices (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE devices ADD COLUMN given_to TEXT REFERENCES visitors (id);
ALTER TABLE devices ADD COLUMN given_at INTEGER;
CREATE INDEX devices_by_keeper ON devices (kept_for) WHERE kept_for IS NOT NULL;
CREATE INDEX devices_by_receiver ON devices (given_to) WHERE given_to IS NOT NULL;

-- Whose rights a device holds: those of its visitor, and of another one where they were given.
CREATE VIEW holders (device, visitor) AS
    SELECT id, visitor FROM devices UNION ALL SELECT id, given_to FROM devices WHERE given_to IS NOT NULL;

-- A cookie has a generation, which goes up once a day at most; one below `generation` is good no more. The key
-- proves that a generation was given; the cookie's secret is not here.
ALTER TABLE devices ADD COLUMN cookie_key BLOB NOT NULL DEFAULT x'';
ALTER TABLE devices ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
ALTER TABLE devices ADD COLUMN cookie_given_at INTEGER NOT NULL DEFAULT 0;
UPDATE devices SET cookie_key = randomblob(32);
