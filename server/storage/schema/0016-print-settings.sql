-- How a link to print sets a note, as whoever made it chose: how large, under a cover, with which margin and contents.
ALTER TABLE print_links ADD COLUMN text_size TEXT NOT NULL DEFAULT 'normal'; -- normal, larger
ALTER TABLE print_links ADD COLUMN cover INTEGER NOT NULL DEFAULT 0;
ALTER TABLE print_links ADD COLUMN hand_margin INTEGER NOT NULL DEFAULT 1;
ALTER TABLE print_links ADD COLUMN contents INTEGER NOT NULL DEFAULT 1;
