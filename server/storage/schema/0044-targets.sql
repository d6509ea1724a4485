-- What a right may be on: a row for each note, pochette and classeur, which has its id and goes with it. Rights, links and
-- what else is of any of the three refer to it by one column, in place of one for each kind.
CREATE TABLE targets (
    id TEXT PRIMARY KEY,
    note TEXT UNIQUE REFERENCES notes (id) ON DELETE CASCADE,
    folder TEXT UNIQUE REFERENCES folders (id) ON DELETE CASCADE,
    binder TEXT UNIQUE REFERENCES binders (id) ON DELETE CASCADE,
    CONSTRAINT is_one_thing CHECK (id = coalesce(note, folder, binder) AND CASE WHEN note IS NULL THEN 0 ELSE 1 END
        + CASE WHEN folder IS NULL THEN 0 ELSE 1 END + CASE WHEN binder IS NULL THEN 0 ELSE 1 END = 1)
) STRICT, WITHOUT ROWID;
INSERT INTO targets (id, note) SELECT id, id FROM notes;
INSERT INTO targets (id, folder) SELECT id, id FROM folders;
INSERT INTO targets (id, binder) SELECT id, id FROM binders;

-- Three tables of grants become one, and three of openings.
CREATE TABLE grants_before AS SELECT device, target, role, link FROM all_grants;
CREATE TABLE openings_before AS SELECT device, target, link, generation, opened_at, since FROM all_openings;
DROP VIEW all_grants;
DROP VIEW all_openings;
DROP TABLE grants;
DROP TABLE folder_grants;
DROP TABLE binder_grants;
DROP TABLE openings;
DROP TABLE folder_openings;
DROP TABLE binder_openings;
CREATE TABLE grants (
    device TEXT NOT NULL REFERENCES devices (id),
    target TEXT NOT NULL REFERENCES targets (id),
    role TEXT NOT NULL,
    link TEXT,
    PRIMARY KEY (device, target)
) STRICT, WITHOUT ROWID;
CREATE TABLE openings (
    device TEXT NOT NULL REFERENCES devices (id),
    target TEXT NOT NULL REFERENCES targets (id),
    link TEXT NOT NULL REFERENCES links (id),
    generation INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (device, target)
) STRICT, WITHOUT ROWID;
INSERT INTO grants SELECT device, target, role, link FROM grants_before;
INSERT INTO openings SELECT device, target, link, generation, opened_at, since FROM openings_before;
DROP TABLE grants_before;
DROP TABLE openings_before;
CREATE INDEX grants_by_target ON grants (target);
CREATE INDEX openings_by_target ON openings (target);
CREATE INDEX openings_by_link ON openings (link);

ALTER TABLE links ADD COLUMN target TEXT REFERENCES targets (id);
UPDATE links SET target = coalesce(note, folder, binder);
ALTER TABLE links ALTER COLUMN target SET NOT NULL;
ALTER TABLE links DROP CONSTRAINT opens_one_thing;
DROP INDEX links_by_note;
DROP INDEX links_by_folder;
DROP INDEX links_by_binder;
ALTER TABLE links DROP COLUMN note;
ALTER TABLE links DROP COLUMN folder;
ALTER TABLE links DROP COLUMN binder;
CREATE INDEX links_by_target ON links (target);

ALTER TABLE recoveries ADD COLUMN target TEXT REFERENCES targets (id);
UPDATE recoveries SET target = coalesce(note, folder, binder);
ALTER TABLE recoveries ALTER COLUMN target SET NOT NULL;
ALTER TABLE recoveries DROP CONSTRAINT manages_one_thing;
DROP INDEX recoveries_by_note;
DROP INDEX recoveries_by_folder;
DROP INDEX recoveries_by_binder;
ALTER TABLE recoveries DROP COLUMN note;
ALTER TABLE recoveries DROP COLUMN folder;
ALTER TABLE recoveries DROP COLUMN binder;
CREATE INDEX recoveries_by_target ON recoveries (target);

ALTER TABLE handovers ADD COLUMN target TEXT REFERENCES targets (id);
UPDATE handovers SET target = coalesce(note, folder, binder);
ALTER TABLE handovers ALTER COLUMN target SET NOT NULL;
ALTER TABLE handovers DROP CONSTRAINT hands_one_thing;
DROP INDEX handovers_by_note;
ALTER TABLE handovers DROP COLUMN note;
ALTER TABLE handovers DROP COLUMN folder;
ALTER TABLE handovers DROP COLUMN binder;
CREATE INDEX handovers_by_target ON handovers (target);

ALTER TABLE sendings ADD COLUMN target TEXT REFERENCES targets (id);
UPDATE sendings SET target = coalesce(note, folder, binder);
ALTER TABLE sendings ALTER COLUMN target SET NOT NULL;
ALTER TABLE sendings DROP CONSTRAINT is_of_one_thing;
DROP INDEX sendings_by_note;
DROP INDEX sendings_by_folder;
DROP INDEX sendings_by_binder;
ALTER TABLE sendings DROP COLUMN note;
ALTER TABLE sendings DROP COLUMN folder;
ALTER TABLE sendings DROP COLUMN binder;
CREATE INDEX sendings_by_target ON sendings (target);

ALTER TABLE access_requests ADD COLUMN target TEXT REFERENCES targets (id);
UPDATE access_requests SET target = coalesce(note, folder, binder);
ALTER TABLE access_requests ALTER COLUMN target SET NOT NULL;
ALTER TABLE access_requests DROP CONSTRAINT asks_for_one_thing;
DROP INDEX access_requests_by_note;
DROP INDEX access_requests_by_folder;
DROP INDEX access_requests_by_binder;
ALTER TABLE access_requests DROP COLUMN note;
ALTER TABLE access_requests DROP COLUMN folder;
ALTER TABLE access_requests DROP COLUMN binder;
CREATE INDEX access_requests_by_target ON access_requests (target);

ALTER TABLE carryings ADD COLUMN target TEXT REFERENCES targets (id);
UPDATE carryings SET target = coalesce(note, folder, binder);
ALTER TABLE carryings ALTER COLUMN target SET NOT NULL;
ALTER TABLE carryings DROP CONSTRAINT takes_one_thing;
DROP INDEX carryings_by_note;
DROP INDEX carryings_by_folder;
DROP INDEX carryings_by_binder;
ALTER TABLE carryings DROP COLUMN note;
ALTER TABLE carryings DROP COLUMN folder;
ALTER TABLE carryings DROP COLUMN binder;
CREATE INDEX carryings_by_target ON carryings (target);

CREATE TABLE shut_before AS SELECT id, at FROM shut_to_requests;
DROP TABLE shut_to_requests;
CREATE TABLE shut_to_requests (
    target TEXT PRIMARY KEY REFERENCES targets (id) ON DELETE CASCADE,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO shut_to_requests SELECT id, at FROM shut_before;
DROP TABLE shut_before;
