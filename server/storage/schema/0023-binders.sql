-- Classeurs: where a team's notes live. A link to one gives its right on the notes and pochettes in it, now and later.

CREATE TABLE binders (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    is_team INTEGER NOT NULL DEFAULT 0, -- 1 for the one that members of the team may edit
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    trashed_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX binder_of_team ON binders (is_team) WHERE is_team = 1;

CREATE TABLE binder_grants (
    device TEXT NOT NULL REFERENCES devices (id),
    binder TEXT NOT NULL REFERENCES binders (id),
    role TEXT NOT NULL,
    link TEXT,
    PRIMARY KEY (device, binder)
) STRICT, WITHOUT ROWID;

CREATE TABLE binder_openings (
    device TEXT NOT NULL REFERENCES devices (id),
    binder TEXT NOT NULL REFERENCES binders (id),
    link TEXT NOT NULL REFERENCES links (id),
    generation INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    since INTEGER NOT NULL, -- the first opening by this generation
    PRIMARY KEY (device, binder)
) STRICT, WITHOUT ROWID;
CREATE INDEX binder_openings_by_link ON binder_openings (link);

-- A note or a pochette is in one classeur at most. One in the archive is read, and not written.
ALTER TABLE notes ADD COLUMN binder TEXT REFERENCES binders (id);
ALTER TABLE notes ADD COLUMN archived_at INTEGER;
CREATE INDEX notes_by_binder ON notes (binder) WHERE binder IS NOT NULL;
ALTER TABLE folders ADD COLUMN binder TEXT REFERENCES binders (id);
CREATE INDEX folders_by_binder ON folders (binder) WHERE binder IS NOT NULL;

-- The classeur that shows a note in a pochette, instead of a link: both have to be in it.
ALTER TABLE folder_items ADD COLUMN binder TEXT REFERENCES binders (id);

-- A link, a recovery link, a hand-over and a mail are of a note, a pochette or a classeur.
ALTER TABLE links ADD COLUMN binder TEXT REFERENCES binders (id);
ALTER TABLE links DROP CONSTRAINT opens_one_thing;
ALTER TABLE links ADD CONSTRAINT opens_one_thing CHECK (CASE WHEN note IS NULL THEN 0 ELSE 1 END
    + CASE WHEN folder IS NULL THEN 0 ELSE 1 END + CASE WHEN binder IS NULL THEN 0 ELSE 1 END = 1);
CREATE INDEX links_by_binder ON links (binder);

ALTER TABLE recoveries ADD COLUMN binder TEXT REFERENCES binders (id);
ALTER TABLE recoveries DROP CONSTRAINT manages_one_thing;
ALTER TABLE recoveries ADD CONSTRAINT manages_one_thing CHECK (CASE WHEN note IS NULL THEN 0 ELSE 1 END
    + CASE WHEN folder IS NULL THEN 0 ELSE 1 END + CASE WHEN binder IS NULL THEN 0 ELSE 1 END = 1);
CREATE INDEX recoveries_by_binder ON recoveries (binder);

ALTER TABLE handovers ADD COLUMN binder TEXT REFERENCES binders (id);
ALTER TABLE handovers DROP CONSTRAINT hands_one_thing;
ALTER TABLE handovers ADD CONSTRAINT hands_one_thing CHECK (CASE WHEN note IS NULL THEN 0 ELSE 1 END
    + CASE WHEN folder IS NULL THEN 0 ELSE 1 END + CASE WHEN binder IS NULL THEN 0 ELSE 1 END = 1);

ALTER TABLE sendings ADD COLUMN binder TEXT REFERENCES binders (id);
ALTER TABLE sendings DROP CONSTRAINT is_of_one_thing;
ALTER TABLE sendings ADD CONSTRAINT is_of_one_thing CHECK (CASE WHEN note IS NULL THEN 0 ELSE 1 END
    + CASE WHEN folder IS NULL THEN 0 ELSE 1 END + CASE WHEN binder IS NULL THEN 0 ELSE 1 END = 1);
CREATE INDEX sendings_by_binder ON sendings (binder);

-- Grants and openings of every kind: ids tell notes, pochettes and classeurs apart.
CREATE VIEW all_grants (device, target, role, link) AS
    SELECT device, note, role, link FROM grants
    UNION ALL SELECT device, folder, role, link FROM folder_grants
    UNION ALL SELECT device, binder, role, link FROM binder_grants;
CREATE VIEW all_openings (device, target, link, generation, opened_at, since) AS
    SELECT device, note, link, generation, opened_at, since FROM openings
    UNION ALL SELECT device, folder, link, generation, opened_at, since FROM folder_openings
    UNION ALL SELECT device, binder, link, generation, opened_at, since FROM binder_openings;
