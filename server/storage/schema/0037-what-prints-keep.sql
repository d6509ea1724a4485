-- How a link to print fits a note, and whether it lists the addresses of its links, as whoever made it chose.
ALTER TABLE print_links ADD COLUMN pages INTEGER; -- NULL: the budget of the card; 0: as many as it fills
ALTER TABLE print_links ADD COLUMN list_addresses INTEGER NOT NULL DEFAULT 0;
-- Whether the pages of a pochette have a QR code each.
ALTER TABLE folders ADD COLUMN code INTEGER NOT NULL DEFAULT 1;
