-- By which generation of its link a device or a note came: once the link is renewed, that counts no more.
-- 0: by an older address than today's, or nobody knows. `since`: the first opening by that generation.
ALTER TABLE openings ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
ALTER TABLE openings ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
UPDATE openings SET since = opened_at, generation = coalesce(
    (SELECT links.generation FROM links WHERE links.id = openings.link
        AND (links.generation = 1 OR openings.opened_at >= links.changed_at)), 0);

ALTER TABLE folder_openings ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
ALTER TABLE folder_openings ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
UPDATE folder_openings SET since = opened_at, generation = coalesce(
    (SELECT links.generation FROM links WHERE links.id = folder_openings.link
        AND (links.generation = 1 OR folder_openings.opened_at >= links.changed_at)), 0);

ALTER TABLE folder_items ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
UPDATE folder_items SET generation = coalesce(
    (SELECT links.generation FROM links WHERE links.id = folder_items.link
        AND (links.generation = 1 OR folder_items.added_at >= links.changed_at)), 0);

CREATE INDEX openings_by_link ON openings (link);
CREATE INDEX folder_openings_by_link ON folder_openings (link);
CREATE INDEX folder_items_by_note ON folder_items (note);

-- Which link a mail has brought, and its generation then: once the link is renewed, its new address can go again.
ALTER TABLE sendings ADD COLUMN link TEXT;
ALTER TABLE sendings ADD COLUMN generation INTEGER NOT NULL DEFAULT 1;
UPDATE sendings SET link = coalesce(
    (SELECT links.id FROM links WHERE replace(sendings.content, '"link": "' || links.id || '"', '') <> sendings.content),
    (SELECT links.id FROM links WHERE links.note IS NOT DISTINCT FROM sendings.note
        AND links.folder IS NOT DISTINCT FROM sendings.folder
        AND links.created_at = sendings.made_at AND links.role = sendings.gives
        AND links.label = substr(sendings.recipient, 1, 60)))
    WHERE kind = 'mail' AND gives <> 'pdf';
