-- The epoch of the note in which this id was last written under.
ALTER TABLE client_ids ADD COLUMN epoch INTEGER NOT NULL DEFAULT 1;

-- The last epoch that began with a loss, as the note was restored or repaired: copies from before it hold what it lacks.
-- NULL where there was none; an erasure loses nothing that anybody could bring back.
ALTER TABLE notes ADD COLUMN lossy_since INTEGER;
UPDATE notes SET lossy_since = epoch WHERE epoch > 1;
