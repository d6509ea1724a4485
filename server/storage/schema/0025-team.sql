-- Leaving a team: as whom a member signed in, who may not come in again, and the passphrase after a removal.

-- A name sealed as in `people`, '' for who said the passphrase.
ALTER TABLE members ADD COLUMN person TEXT NOT NULL DEFAULT '';
UPDATE members SET person = coalesce((SELECT min(people.person) FROM people
    JOIN devices ON devices.visitor = people.visitor WHERE devices.id = members.device), '');

ALTER TABLE people ADD COLUMN removed_at INTEGER;

-- Only the hash is kept. It stands in for the passphrase of the settings with this proof, and for no other.
CREATE TABLE team_passphrases (
    proof TEXT PRIMARY KEY,
    hash TEXT NOT NULL,
    made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
