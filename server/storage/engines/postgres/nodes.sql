-- Processes that share a database. None of it is in a backup: a database that is made anew has none.

-- An incarnation of a process: 63 random bits, as a lossy fail-over gives numbers of a sequence out twice.
CREATE TABLE IF NOT EXISTS nodes (
    node BIGINT PRIMARY KEY,
    url TEXT NOT NULL, -- where the others reach it; '' for one that serves alone, or a command
    schema BIGINT NOT NULL, -- the last migration that it knows
    alive_until TIMESTAMPTZ NOT NULL,
    seal TEXT NOT NULL -- MAC of number and address with the key of the instance; '' where there is no address
);
-- It may write while its row is here. Only a process that declares it dead touches the row.
CREATE TABLE IF NOT EXISTS fences (node BIGINT PRIMARY KEY);
-- Where a note or a pochette is open. A row that names a node without a fence counts as none.
CREATE TABLE IF NOT EXISTS owners (thing TEXT PRIMARY KEY, node BIGINT NOT NULL);
CREATE INDEX IF NOT EXISTS owners_by_node ON owners (node);
-- Of no row: whoever locks it leads, or is about to.
CREATE TABLE IF NOT EXISTS pochette_leading ();
