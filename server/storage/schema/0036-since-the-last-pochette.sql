-- Whether a pochette says to its recipients what has changed since the last edition that they had.
ALTER TABLE folders ADD COLUMN since INTEGER NOT NULL DEFAULT 1;
