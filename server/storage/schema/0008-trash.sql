-- When a note was moved to the trash: its links are shut, and after some days it goes for good.
ALTER TABLE notes ADD COLUMN trashed_at INTEGER;
CREATE INDEX notes_in_trash ON notes (trashed_at) WHERE trashed_at IS NOT NULL;
