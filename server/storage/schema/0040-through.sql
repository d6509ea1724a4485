-- Through which link a link was made: it ends no later and gives no more than that one. NULL where its maker's
-- right was no link's, and in rows of before. No reference: the other one may be of a classeur that is deleted.
ALTER TABLE links ADD COLUMN through TEXT;
-- 1: its address was shown to nobody but its maker and who manages. Before, every editor saw it.
ALTER TABLE links ADD COLUMN is_private INTEGER NOT NULL DEFAULT 0;
-- When somebody lost their right who may know its address (ms since 1970); NULL once it is renewed.
ALTER TABLE links ADD COLUMN outlived_at INTEGER;
CREATE INDEX links_by_through ON links (through) WHERE through IS NOT NULL;
