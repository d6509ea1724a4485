-- What the cover of a pochette says beside its notes: the day hour by hour, and a word to whoever reads it.
ALTER TABLE folders ADD COLUMN agenda TEXT NOT NULL DEFAULT ''; -- one engagement a line
ALTER TABLE folders ADD COLUMN message TEXT NOT NULL DEFAULT '';

-- By which link a note came into a pochette: when that is closed, the pochette shows the note no more.
ALTER TABLE folder_items ADD COLUMN link TEXT;
-- What was taken out can be put back where it was.
ALTER TABLE folder_items ADD COLUMN removed_at INTEGER;
