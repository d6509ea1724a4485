-- Whether the paragraphs of a print are numbered, and its binding edge is free for a ring binder.
ALTER TABLE print_links ADD COLUMN paragraph_numbers INTEGER NOT NULL DEFAULT 0;
ALTER TABLE print_links ADD COLUMN holes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE folders ADD COLUMN paragraph_numbers INTEGER NOT NULL DEFAULT 0;
ALTER TABLE folders ADD COLUMN holes INTEGER NOT NULL DEFAULT 0;
