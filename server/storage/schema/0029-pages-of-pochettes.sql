-- How many pages a pochette printed on last; NULL before that, and once its notes or options changed.

ALTER TABLE folders ADD COLUMN pages INTEGER;
