-- Whether a link to print gives the pictures of its note.
ALTER TABLE print_links ADD COLUMN pictures INTEGER NOT NULL DEFAULT 1;
