-- After migration 0046: every table as a new database has it, sorted by noun.
--
-- A new database is made of this file; one that is there already gets the migrations of `schema/`, which lead to the
-- same. It is in SQLite's words, as they are. Columns stand in the order in which they came. A table stands behind those
-- that it refers to. PostgreSQL has a few tables more, of its processes: `engines/postgres/nodes.sql`.
--
-- Times are milliseconds since 1970, UTC. Ids are random texts. A truth value is 0 or 1. `at` says when, and `by` which
-- visitor. A `folder` is a pochette, a `binder` a classeur. A `target` is any of
-- the three, by its row in `targets`. `generation` counts the addresses that a link has had.

-- # The database itself

-- A migration that this database has; one that is made of this file has them all at once.
CREATE TABLE schema_migrations (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    hash TEXT NOT NULL, -- SHA-256 of the statements, without comments
    applied_at INTEGER -- NULL: before there was this table
) STRICT;

-- One row: the fingerprint of the key of the instance. The key itself is not in the database.
CREATE TABLE instance_keys (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    fingerprint BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- One row where this database is not the one to go on with: it is not whole yet, or was left for another. Else none.
CREATE TABLE moves (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    state TEXT NOT NULL, -- arriving, left
    place TEXT NOT NULL, -- from where it is filled, or where its notes are now; without a password
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Something that was deleted or erased, until no file holds a byte of it: then its row goes.
CREATE TABLE deletions (
    at INTEGER PRIMARY KEY, -- its name too
    is_asked INTEGER NOT NULL DEFAULT 0 -- 1: somebody asked to compact now
) STRICT;

-- One row: the last time that the database was written anew.
CREATE TABLE compactions (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at INTEGER NOT NULL,
    pause_ms INTEGER NOT NULL, -- for how long nobody else could write
    bytes_before INTEGER NOT NULL,
    bytes_after INTEGER NOT NULL
) STRICT;

-- Empty: a row is written and deleted again to see whether the disk takes writes.
CREATE TABLE probe (content BLOB NOT NULL) STRICT;

-- # Visitors and their devices

-- A person, as far as anybody knows: nobody has an account.
CREATE TABLE visitors (
    id TEXT PRIMARY KEY,
    name TEXT, -- what they call themselves; nobody has proved it
    colour INTEGER NOT NULL, -- 1 to 8, of their cursor
    created_at INTEGER NOT NULL,
    tells_reading INTEGER NOT NULL DEFAULT 0 -- 1: lets the team see what was read
) STRICT, WITHOUT ROWID;

-- A browser that has been here. One that joined others may have a second row, without a cookie: what it had before.
CREATE TABLE devices (
    id TEXT PRIMARY KEY,
    secret_hash BLOB NOT NULL UNIQUE, -- of the secret in its cookie, which is not here
    visitor TEXT NOT NULL REFERENCES visitors (id),
    label TEXT NOT NULL DEFAULT '', -- its User-Agent in words
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    closed_at INTEGER, -- its cookie is good no more
    kept_for TEXT REFERENCES devices (id) DEFERRABLE INITIALLY DEFERRED, -- of a second row: the browser
    given_to TEXT REFERENCES visitors (id), -- of a second row: who may use these rights as well
    given_at INTEGER,
    cookie_key BLOB NOT NULL DEFAULT x'', -- proves that a generation of its cookie was given
    generation INTEGER NOT NULL DEFAULT 0, -- of its cookie; one below it is good no more
    cookie_given_at INTEGER NOT NULL DEFAULT 0,
    joined_by TEXT REFERENCES devices (id), -- the device that let it join its visitor
    joined_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX devices_by_visitor ON devices (visitor);
CREATE INDEX devices_by_keeper ON devices (kept_for) WHERE kept_for IS NOT NULL;
CREATE INDEX devices_by_receiver ON devices (given_to) WHERE given_to IS NOT NULL;

-- A visitor who holds the rights of a device: its own one, and another one where they were given.
CREATE VIEW holders (device, visitor) AS
    SELECT id, visitor FROM devices UNION ALL SELECT id, given_to FROM devices WHERE given_to IS NOT NULL;

-- An attempt to link two devices, good for ten minutes.
CREATE TABLE pairings (
    code BLOB PRIMARY KEY, -- hashed with the key of the instance
    shower TEXT NOT NULL UNIQUE REFERENCES devices (id), -- shows the code
    newcomer TEXT REFERENCES devices (id), -- has typed it
    gives INTEGER NOT NULL, -- 1: the newcomer's own notes go along
    confirmed_by TEXT REFERENCES devices (id), -- the first of the two that confirmed
    state TEXT NOT NULL, -- open, refused, linked
    given INTEGER NOT NULL, -- how many notes and pochettes went along
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A network from which wrong codes came.
CREATE TABLE pairing_tries (
    network BLOB PRIMARY KEY, -- hashed with the key of the instance
    forgotten_at INTEGER NOT NULL -- when the last of them is; they are forgotten one after the other
) STRICT, WITHOUT ROWID;

-- A recovery code on paper: a visitor's way back to all that is theirs.
CREATE TABLE recovery_codes (
    hash BLOB PRIMARY KEY,
    visitor TEXT NOT NULL REFERENCES visitors (id),
    device TEXT NOT NULL REFERENCES devices (id), -- showed it
    made_at INTEGER NOT NULL,
    ends_at INTEGER -- set when a newer one was made
) STRICT, WITHOUT ROWID;
CREATE INDEX recovery_codes_by_visitor ON recovery_codes (visitor);

-- A "Téléphone volé": devices that one device of their visitor has suspended.
CREATE TABLE losses (
    id TEXT PRIMARY KEY,
    visitor TEXT NOT NULL REFERENCES visitors (id),
    by_device TEXT NOT NULL REFERENCES devices (id),
    at INTEGER NOT NULL,
    final_at INTEGER NOT NULL, -- from then on for good
    taken_back_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX losses_by_visitor ON losses (visitor, final_at);

-- A device of a loss.
CREATE TABLE lost_devices (
    loss TEXT NOT NULL REFERENCES losses (id),
    device TEXT NOT NULL REFERENCES devices (id),
    PRIMARY KEY (loss, device)
) STRICT, WITHOUT ROWID;
CREATE INDEX lost_devices_by_device ON lost_devices (device);

-- # The team

-- A browser of somebody whom the team knows.
CREATE TABLE members (
    device TEXT PRIMARY KEY REFERENCES devices (id),
    proof TEXT NOT NULL, -- what the settings asked for then: once they ask for something else it is over
    since INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    person TEXT NOT NULL DEFAULT '' -- of `people`; '': came in by the passphrase
) STRICT, WITHOUT ROWID;

-- Somebody who came in by an identity provider, and is the same visitor on each device.
CREATE TABLE people (
    person TEXT PRIMARY KEY, -- the name there, sealed
    visitor TEXT NOT NULL REFERENCES visitors (id),
    removed_at INTEGER -- since then they may not come in
) STRICT, WITHOUT ROWID;

-- A passphrase of the team that replaces the one of the settings, as long as those have this proof.
CREATE TABLE team_passphrases (
    proof TEXT PRIMARY KEY,
    hash TEXT NOT NULL,
    made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A sign-in that has come back from the provider: it is good once.
CREATE TABLE spent_sign_ins (
    sign_in BLOB PRIMARY KEY,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- # Classeurs, notes and pochettes

-- A classeur: where notes of a team live.
CREATE TABLE binders (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    is_team INTEGER NOT NULL DEFAULT 0, -- 1 for the one that members of the team may edit
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    trashed_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX binder_of_team ON binders (is_team) WHERE is_team = 1;

-- A note, without its text: that is in the journal.
CREATE TABLE notes (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL DEFAULT '',
    epoch INTEGER NOT NULL DEFAULT 1, -- goes up when its past changes: no copy from before merges any more
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    trashed_at INTEGER, -- its links are shut since, and after some days it goes for good
    lossy_since INTEGER, -- the last epoch that began with a loss; copies from before it hold what the note lacks
    binder TEXT REFERENCES binders (id),
    archived_at INTEGER, -- since then it is read, and not written
    titled_seq INTEGER NOT NULL DEFAULT 0, -- the row of the journal up to which title and last writer are known
    changed_by TEXT, -- the visitor who wrote last
    pages REAL -- when somebody last measured it
) STRICT, WITHOUT ROWID;
CREATE INDEX notes_in_trash ON notes (trashed_at) WHERE trashed_at IS NOT NULL;
CREATE INDEX notes_by_binder ON notes (binder) WHERE binder IS NOT NULL;

-- A note of a member that is in no classeur, and waits for the team's one to be made.
CREATE TABLE library (
    note TEXT PRIMARY KEY REFERENCES notes (id)
) STRICT, WITHOUT ROWID;

-- A commit of a note: the truth, to which rows are only added.
CREATE TABLE journal (
    note TEXT NOT NULL,
    seq INTEGER NOT NULL, -- counts from 1 in each note
    at INTEGER NOT NULL,
    updates BLOB NOT NULL, -- of Yjs, unmerged, each with its visitor and its time
    PRIMARY KEY (note, seq)
) STRICT, WITHOUT ROWID;

-- The document of a note as row `seq` of its journal left it: a shortcut, read back and compared before it was written.
CREATE TABLE snapshots (
    note TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    checksum INTEGER NOT NULL, -- CRC-32 of state and inspector: damaged bytes must not reach a document
    state BLOB NOT NULL,
    inspector BLOB NOT NULL,
    text_hash BLOB NOT NULL,
    PRIMARY KEY (note, seq)
) STRICT;

-- A Yjs client id of a note, and who may write under it.
CREATE TABLE client_ids (
    note TEXT NOT NULL,
    client INTEGER NOT NULL,
    owner TEXT NOT NULL, -- a device (d:…) or, without a cookie, a link (l:…)
    visitor TEXT NOT NULL,
    epoch INTEGER NOT NULL DEFAULT 1, -- in which it was last written under
    PRIMARY KEY (note, client)
) STRICT, WITHOUT ROWID;

-- An image of a note, written anew at upload: PNG or JPEG, without metadata.
CREATE TABLE files (
    note TEXT NOT NULL REFERENCES notes (id) ON DELETE CASCADE,
    id TEXT NOT NULL, -- made of the bytes: the same image twice in a note is one row
    kind TEXT NOT NULL,
    width INTEGER NOT NULL, -- pixels, as the height
    height INTEGER NOT NULL,
    size INTEGER NOT NULL, -- bytes
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '', -- what the file was called
    bytes BLOB NOT NULL,
    PRIMARY KEY (note, id)
) STRICT;

-- The card of a note; a note without a row has an empty one.
CREATE TABLE cards (
    note TEXT PRIMARY KEY REFERENCES notes (id),
    kind TEXT NOT NULL DEFAULT '',
    theme TEXT NOT NULL DEFAULT '',
    audience TEXT NOT NULL DEFAULT '',
    authors TEXT NOT NULL DEFAULT '', -- one a line; empty: those who have written
    deck TEXT NOT NULL DEFAULT '', -- the sentence under the title
    classification TEXT NOT NULL DEFAULT '',
    budget_pages INTEGER,
    status TEXT NOT NULL DEFAULT 'draft', -- draft, to-review, reviewed, ready
    other TEXT NOT NULL DEFAULT '{}', -- what an imported file said besides, as JSON: it is exported again
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A moment of a note that was kept on purpose, with its text.
CREATE TABLE versions (
    id TEXT PRIMARY KEY,
    note TEXT NOT NULL REFERENCES notes (id),
    number INTEGER NOT NULL, -- counts from 1 in each note
    seq INTEGER NOT NULL, -- the last row of the journal then
    at INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL, -- frozen, printed, named, import, restored
    visitor TEXT NOT NULL,
    markdown TEXT NOT NULL,
    text_hash BLOB NOT NULL,
    UNIQUE (note, number)
) STRICT, WITHOUT ROWID;

-- What is said beside a passage of a note, or about it all.
CREATE TABLE threads (
    id TEXT PRIMARY KEY,
    note TEXT NOT NULL REFERENCES notes (id),
    number INTEGER NOT NULL, -- counts from 1 in each note
    kind TEXT NOT NULL, -- comment, proposal, talk
    first_client INTEGER, -- with its clock: the first letter of the passage, which goes along with the text
    first_clock INTEGER,
    last_client INTEGER, -- the last letter likewise
    last_clock INTEGER,
    quote TEXT NOT NULL DEFAULT '', -- what the passage said
    proposed TEXT NOT NULL DEFAULT '', -- what a proposal would put there
    state TEXT NOT NULL DEFAULT 'open', -- open, resolved, accepted, refused
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    ended_at INTEGER,
    ended_by TEXT,
    UNIQUE (note, number)
) STRICT, WITHOUT ROWID;

-- One contribution to a thread.
CREATE TABLE comments (
    id TEXT PRIMARY KEY,
    thread TEXT NOT NULL REFERENCES threads (id),
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    text TEXT NOT NULL,
    edited_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX comments_by_thread ON comments (thread, at);

-- That a passage was erased from the history of a note, and how much it was; never what it said.
CREATE TABLE erasures (
    note TEXT NOT NULL REFERENCES notes (id),
    at INTEGER NOT NULL,
    characters INTEGER NOT NULL,
    by TEXT NOT NULL, -- the visitor; empty: the owner of the server, from its shell
    texts INTEGER NOT NULL DEFAULT 0, -- how many kept texts lost it too
    pictures INTEGER NOT NULL DEFAULT 0, -- how many went with it
    deletion INTEGER, -- the row of `deletions` that it waits for; NULL: its bytes were in no file before its answer
    files_at INTEGER, -- when its bytes were in no file any more
    PRIMARY KEY (note, at)
) STRICT, WITHOUT ROWID;

-- A pochette: notes in an order, with a day or a theme.
CREATE TABLE folders (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL DEFAULT '',
    day TEXT NOT NULL DEFAULT '', -- 2017-03-14, or '' for a pochette of a theme
    audience TEXT NOT NULL DEFAULT '',
    classification TEXT NOT NULL DEFAULT '',
    format TEXT NOT NULL DEFAULT 'note', -- note, large
    cover INTEGER NOT NULL DEFAULT 1,
    contents INTEGER NOT NULL DEFAULT 1,
    two_sided INTEGER NOT NULL DEFAULT 1,
    recipients TEXT NOT NULL DEFAULT '', -- one a line: a copy for each
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    agenda TEXT NOT NULL DEFAULT '', -- one engagement a line
    message TEXT NOT NULL DEFAULT '', -- a word on the cover
    binder TEXT REFERENCES binders (id),
    pages INTEGER, -- how many it printed on last; NULL before, and once its notes or options changed
    since INTEGER NOT NULL DEFAULT 1, -- 1: a copy says what has changed since the last one of its recipient
    code INTEGER NOT NULL DEFAULT 1, -- 1: each page has a QR code
    paragraph_numbers INTEGER NOT NULL DEFAULT 0,
    holes INTEGER NOT NULL DEFAULT 0 -- 1: the binding edge is free for a ring binder
) STRICT, WITHOUT ROWID;
CREATE INDEX folders_by_binder ON folders (binder) WHERE binder IS NOT NULL;

-- A note in its place in a pochette.
CREATE TABLE folder_items (
    id TEXT PRIMARY KEY, -- its address there
    folder TEXT NOT NULL REFERENCES folders (id),
    note TEXT NOT NULL REFERENCES notes (id),
    position INTEGER NOT NULL,
    colour INTEGER NOT NULL, -- 1 to 8, of its tab, which it keeps when it moves
    added_at INTEGER NOT NULL,
    added_by TEXT, -- the device
    link TEXT, -- by which it came: when that is closed, the pochette shows the note no more
    removed_at INTEGER, -- it can be put back where it was
    generation INTEGER NOT NULL DEFAULT 0, -- of the link then
    binder TEXT REFERENCES binders (id), -- shows the note instead of a link: both have to be in it
    UNIQUE (folder, note)
) STRICT, WITHOUT ROWID;
CREATE INDEX folder_items_by_note ON folder_items (note);

-- A note or a pochette that moved between classeurs, or to or from none, in the last week: undone after a theft.
CREATE TABLE binder_moves (
    id TEXT PRIMARY KEY,
    note TEXT REFERENCES notes (id),
    folder TEXT REFERENCES folders (id),
    before TEXT, -- the classeur, NULL for none; it may be gone by now
    after TEXT,
    by_device TEXT NOT NULL REFERENCES devices (id),
    was_unmanaged INTEGER NOT NULL, -- 1 where only a classeur let it be managed
    at INTEGER NOT NULL,
    CONSTRAINT moves_one_thing CHECK ((note IS NULL) <> (folder IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX binder_moves_by_device ON binder_moves (by_device, at);
CREATE INDEX binder_moves_by_note ON binder_moves (note);
CREATE INDEX binder_moves_by_folder ON binder_moves (folder);

-- # Targets

-- What a right may be on: a row for each note, pochette and classeur, which has its id and goes with it.
CREATE TABLE targets (
    id TEXT PRIMARY KEY,
    note TEXT UNIQUE REFERENCES notes (id) ON DELETE CASCADE,
    folder TEXT UNIQUE REFERENCES folders (id) ON DELETE CASCADE,
    binder TEXT UNIQUE REFERENCES binders (id) ON DELETE CASCADE,
    CONSTRAINT is_one_thing CHECK (id = coalesce(note, folder, binder) AND CASE WHEN note IS NULL THEN 0 ELSE 1 END
        + CASE WHEN folder IS NULL THEN 0 ELSE 1 END + CASE WHEN binder IS NULL THEN 0 ELSE 1 END = 1)
) STRICT, WITHOUT ROWID;

-- # Links

-- A link: an address that gives one right on its target. The token is not here: it is made of id, generation and key.
CREATE TABLE links (
    id TEXT PRIMARY KEY,
    role TEXT NOT NULL, -- print, read, comment, edit
    label TEXT NOT NULL DEFAULT '',
    generation INTEGER NOT NULL DEFAULT 1,
    expires_at INTEGER,
    max_openings INTEGER, -- of a link to print
    openings INTEGER NOT NULL DEFAULT 0,
    password_hash TEXT,
    created_at INTEGER NOT NULL,
    created_by TEXT, -- the device
    used_at INTEGER,
    changed_at INTEGER NOT NULL,
    closed_at INTEGER,
    mailed INTEGER NOT NULL DEFAULT 0, -- 1: a mail brought it; it does not count among those a target may have
    guessed_at INTEGER, -- when so many passwords were last tried that others had to wait for their turn
    carry_hours INTEGER NOT NULL DEFAULT 24, -- how long a device keeps what it takes along; 0: takes nothing along
    through TEXT, -- the link that gave its maker the right to make it: it ends no later and gives no more
    is_private INTEGER NOT NULL DEFAULT 0, -- 1: its address was shown to nobody but its maker and who manages
    outlived_at INTEGER, -- when somebody lost their right who may know its address; NULL once it is renewed
    target TEXT REFERENCES targets (id) NOT NULL
) STRICT, WITHOUT ROWID;
-- What was closed or renewed lately, so that its open sockets end, whichever process did it.
CREATE INDEX links_by_change ON links (changed_at);
CREATE INDEX links_by_maker ON links (created_by);
CREATE INDEX links_by_through ON links (through) WHERE through IS NOT NULL;
CREATE INDEX links_by_target ON links (target);

-- What a link to print gives: which text, on which paper, and whose copy it is.
CREATE TABLE print_links (
    link TEXT PRIMARY KEY REFERENCES links (id),
    source TEXT NOT NULL, -- live, or frozen: the version that is good for print
    format TEXT NOT NULL, -- note, large, pocket
    recipient TEXT NOT NULL, -- printed on every page; '' when it is nobody's copy
    copy_number INTEGER,
    text_size TEXT NOT NULL DEFAULT 'normal', -- normal, larger
    cover INTEGER NOT NULL DEFAULT 0,
    hand_margin INTEGER NOT NULL DEFAULT 1,
    contents INTEGER NOT NULL DEFAULT 1,
    pages INTEGER, -- in how many it fits; NULL: the budget of the card; 0: as many as it fills
    list_addresses INTEGER NOT NULL DEFAULT 0,
    paragraph_numbers INTEGER NOT NULL DEFAULT 0,
    holes INTEGER NOT NULL DEFAULT 0, -- 1: the binding edge is free for a ring binder
    pictures INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;

-- A device that has said the password of a link: good until the link has another address or another password.
CREATE TABLE admissions (
    link TEXT NOT NULL REFERENCES links (id),
    device TEXT NOT NULL REFERENCES devices (id),
    generation INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (link, device)
) STRICT, WITHOUT ROWID;

-- A network from which a device said the right password of a link: wrong answers of others do not slow it.
CREATE TABLE right_before (
    link TEXT NOT NULL REFERENCES links (id),
    device TEXT NOT NULL REFERENCES devices (id),
    network BLOB NOT NULL, -- hashed with the key of the instance
    until INTEGER NOT NULL,
    PRIMARY KEY (link, device, network)
) STRICT, WITHOUT ROWID;
CREATE INDEX right_before_by_network ON right_before (link, network);
CREATE INDEX right_before_by_device ON right_before (device);

-- # Rights of devices

-- What a device may do with a target beyond its links.
CREATE TABLE grants (
    device TEXT NOT NULL REFERENCES devices (id),
    target TEXT NOT NULL REFERENCES targets (id),
    role TEXT NOT NULL,
    link TEXT, -- by which it came: closed, it takes the right along
    PRIMARY KEY (device, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX grants_by_target ON grants (target);

-- A target that a device has opened, and by which link last.
CREATE TABLE openings (
    device TEXT NOT NULL REFERENCES devices (id),
    target TEXT NOT NULL REFERENCES targets (id),
    link TEXT NOT NULL REFERENCES links (id),
    generation INTEGER NOT NULL, -- of the link; 0: an older address than today's, or nobody knows
    opened_at INTEGER NOT NULL,
    since INTEGER NOT NULL, -- the first opening by that generation
    PRIMARY KEY (device, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX openings_by_target ON openings (target);
CREATE INDEX openings_by_link ON openings (link);

-- A link by which a device has ever come: of each target only one opening is kept.
CREATE TABLE comings (
    link TEXT NOT NULL REFERENCES links (id) ON DELETE CASCADE,
    device TEXT NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
    generation INTEGER NOT NULL, -- of the link, the last time
    PRIMARY KEY (link, device)
) STRICT, WITHOUT ROWID;
CREATE INDEX comings_by_device ON comings (device);

-- A visitor whom somebody who manages has recognised under a link; the others are shown as arrivals.
CREATE TABLE recognised (
    link TEXT NOT NULL REFERENCES links (id),
    visitor TEXT NOT NULL REFERENCES visitors (id),
    at INTEGER NOT NULL,
    PRIMARY KEY (link, visitor)
) STRICT, WITHOUT ROWID;

-- A recovery link: it gives the right to manage back, once.
CREATE TABLE recoveries (
    hash TEXT PRIMARY KEY, -- in hex
    made_at INTEGER NOT NULL,
    made_by TEXT REFERENCES devices (id),
    replaced_at INTEGER, -- by a newer one; comes back where that was made by a lost device
    target TEXT REFERENCES targets (id) NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX recoveries_by_target ON recoveries (target);

-- The right to manage, handed on in the last week: undone after a theft.
CREATE TABLE handovers (
    id TEXT PRIMARY KEY,
    from_device TEXT NOT NULL REFERENCES devices (id),
    to_device TEXT NOT NULL REFERENCES devices (id),
    was_kept INTEGER NOT NULL, -- 1: the giver manages too
    at INTEGER NOT NULL,
    target TEXT REFERENCES targets (id) NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX handovers_by_giver ON handovers (from_device, at);
CREATE INDEX handovers_by_target ON handovers (target);

-- Something that a device could open when it was declared lost: it opens again if the loss is taken back.
CREATE TABLE lost_openings (
    loss TEXT NOT NULL REFERENCES losses (id),
    device TEXT NOT NULL REFERENCES devices (id),
    link TEXT NOT NULL REFERENCES links (id),
    PRIMARY KEY (loss, device, link)
) STRICT, WITHOUT ROWID;
CREATE INDEX lost_openings_by_link ON lost_openings (link);

-- A notice of a loss, for those who manage what the device had opened and its visitor does not manage.
CREATE TABLE loss_notices (
    loss TEXT NOT NULL REFERENCES losses (id),
    link TEXT NOT NULL REFERENCES links (id),
    generation INTEGER NOT NULL, -- of the link then: renewed, the notice is over
    name TEXT NOT NULL, -- what the visitor called themselves; nobody has proved it
    since INTEGER NOT NULL, -- when the device first came
    PRIMARY KEY (loss, link)
) STRICT, WITHOUT ROWID;
CREATE INDEX loss_notices_by_link ON loss_notices (link);

-- A device that holds nothing at a target's own address, and asks for a right there.
CREATE TABLE access_requests (
    id TEXT PRIMARY KEY,
    device TEXT NOT NULL REFERENCES devices (id),
    asked_at INTEGER NOT NULL,
    answered_at INTEGER,
    answered_by TEXT REFERENCES devices (id),
    role TEXT, -- that was given; answered without one: refused
    target TEXT REFERENCES targets (id) NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX access_requests_by_target ON access_requests (target);

-- A press of the button that asks for access, for its limits: they are the same where nothing is at the address.
CREATE TABLE access_asks (
    target TEXT NOT NULL, -- its kind and the id that was asked for: it may be nothing
    device TEXT NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
    near BLOB NOT NULL, -- keyed hashes of the network, and of the larger one around it
    wide BLOB NOT NULL,
    asked_at INTEGER NOT NULL,
    waits INTEGER NOT NULL, -- 0: refused; its network has one less for 30 days
    PRIMARY KEY (target, device)
) STRICT, WITHOUT ROWID;
CREATE INDEX access_asks_by_time ON access_asks (asked_at);

-- A target whose managers want no requests.
CREATE TABLE shut_to_requests (
    target TEXT PRIMARY KEY REFERENCES targets (id) ON DELETE CASCADE,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- # Paper

-- A sheet that somebody holds: what was printed of a note or a pochette. Its address is made like a link's.
CREATE TABLE editions (
    id TEXT PRIMARY KEY,
    note TEXT REFERENCES notes (id),
    folder TEXT, -- of a pochette
    number INTEGER NOT NULL, -- counts from 1 in each target
    version TEXT NOT NULL, -- what the sheet says of it
    printed_at INTEGER NOT NULL,
    printed_by TEXT NOT NULL,
    format TEXT NOT NULL DEFAULT 'note',
    recipient TEXT NOT NULL DEFAULT '',
    options TEXT NOT NULL DEFAULT '{}', -- JSON: copy number, watermark, booklet...
    card TEXT NOT NULL, -- JSON: the card as it was printed
    markdown TEXT NOT NULL,
    text_hash BLOB NOT NULL,
    generation INTEGER NOT NULL DEFAULT 1,
    closed_at INTEGER -- its code answers no more
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX editions_by_note ON editions (note, number);
CREATE UNIQUE INDEX editions_by_folder ON editions (folder, number);

-- Where the words of a note stand on the pages of an edition: geometry alone, so that what is erased leaves nothing here.
CREATE TABLE edition_words (
    edition TEXT NOT NULL REFERENCES editions (id),
    item TEXT NOT NULL, -- of the note in its pochette; '' for a note that is printed alone
    first_page INTEGER NOT NULL, -- of the note, counted from 1
    pages INTEGER NOT NULL, -- how many the note has
    boxes BLOB NOT NULL, -- zlib: of each page the boxes of its words, and the lines of the Markdown they are of
    PRIMARY KEY (edition, item)
) STRICT, WITHOUT ROWID;

-- # Reading

-- What a device was shown of a note: the version from which changes are counted. None of its words is kept.
CREATE TABLE readings (
    device TEXT NOT NULL REFERENCES devices (id),
    note TEXT NOT NULL REFERENCES notes (id),
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL, -- the last row of the journal in that version
    at INTEGER NOT NULL, -- when it was shown
    said_at INTEGER, -- when it was said to be read
    passages BLOB, -- the version of the rules, then 8 bytes a passage, hashed with the instance's key
    before_epoch INTEGER, -- the version before, until what was said is taken back
    before_seq INTEGER,
    before_at INTEGER,
    before_said_at INTEGER,
    PRIMARY KEY (device, note)
) STRICT, WITHOUT ROWID;
CREATE INDEX readings_by_note ON readings (note);

-- Up to when a visitor has seen what was said to them ("Pour moi").
CREATE TABLE seen_for_me (
    visitor TEXT PRIMARY KEY REFERENCES visitors (id),
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What a device has taken along of a target, and until when it shows it; overwritten at each contact.
CREATE TABLE carryings (
    id TEXT PRIMARY KEY,
    device TEXT NOT NULL REFERENCES devices (id),
    notes INTEGER NOT NULL, -- how many
    at INTEGER NOT NULL,
    until INTEGER NOT NULL,
    target TEXT REFERENCES targets (id) NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX carryings_by_device ON carryings (device);
CREATE INDEX carryings_by_target ON carryings (target);

-- # What leaves, and what comes in

-- A PDF that mails carry along; it is deleted with the last of them that still has to leave.
CREATE TABLE enclosures (
    id TEXT PRIMARY KEY,
    note TEXT REFERENCES notes (id),
    folder TEXT REFERENCES folders (id),
    pdf BLOB NOT NULL,
    CONSTRAINT is_of_one_thing CHECK ((note IS NULL) <> (folder IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX enclosures_by_note ON enclosures (note);

-- A mail to one recipient, or a call to another program. No backup holds it, so that none goes twice.
CREATE TABLE sendings (
    id TEXT PRIMARY KEY,
    batch TEXT NOT NULL, -- those that were asked for at once
    kind TEXT NOT NULL, -- mail, hook
    recipient TEXT NOT NULL, -- an address, or what the settings call a hook
    gives TEXT NOT NULL, -- of a mail: pdf, or the right of its link; of a hook: what has happened
    content TEXT, -- JSON, until it has left; never a token
    enclosure TEXT REFERENCES enclosures (id),
    state TEXT NOT NULL DEFAULT 'waiting', -- waiting, sent, refused
    tries INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER NOT NULL, -- when it is tried next
    made_at INTEGER NOT NULL,
    made_by TEXT NOT NULL, -- the visitor
    ended_at INTEGER,
    why TEXT NOT NULL DEFAULT '', -- a code of ours for why it has not left
    answer TEXT NOT NULL DEFAULT '', -- what the other server said
    link TEXT, -- that a mail has brought
    generation INTEGER NOT NULL DEFAULT 1, -- of the link then: renewed, its new address can go again
    target TEXT REFERENCES targets (id) NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sendings_by_due ON sendings (due_at) WHERE state = 'waiting';
CREATE INDEX sendings_by_enclosure ON sendings (enclosure);
CREATE INDEX sendings_by_target ON sendings (target);

-- A public key of somebody to whom mail is encrypted; the owner of the server puts it here.
CREATE TABLE mail_keys (
    address TEXT PRIMARY KEY, -- in small letters
    fingerprint TEXT NOT NULL,
    cert BLOB NOT NULL,
    added_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A list of addresses that a classeur keeps.
CREATE TABLE mail_lists (
    id TEXT PRIMARY KEY,
    binder TEXT NOT NULL REFERENCES binders (id),
    name TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_lists_by_binder ON mail_lists (binder);

-- An address of such a list.
CREATE TABLE mail_list_addresses (
    list TEXT NOT NULL REFERENCES mail_lists (id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    PRIMARY KEY (list, address)
) STRICT, WITHOUT ROWID;

-- How many mails were asked for on a day of the team's time zone; only the last one is kept.
CREATE TABLE mail_days (
    day TEXT PRIMARY KEY, -- 2017-03-14
    many INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- An address that wants no mail from here. Kept for ever.
CREATE TABLE unsubscribed (
    recipient BLOB PRIMARY KEY, -- a keyed hash of it: nobody reads from it who has unsubscribed
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Files that a device brought together, into a classeur or into none.
CREATE TABLE imports (
    id TEXT PRIMARY KEY,
    device TEXT NOT NULL REFERENCES devices (id),
    binder TEXT REFERENCES binders (id),
    made_at INTEGER NOT NULL,
    ended_at INTEGER,
    undone_at INTEGER,
    alive_at INTEGER NOT NULL DEFAULT 0 -- when the process that makes its notes last said that it does
) STRICT, WITHOUT ROWID;
CREATE INDEX imports_by_device ON imports (device);

-- A file of an import, and what became of it.
CREATE TABLE import_files (
    import TEXT NOT NULL REFERENCES imports (id),
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL, -- waiting, made, refused, aside
    said TEXT NOT NULL DEFAULT '', -- in JSON: why not, or what stayed behind
    note TEXT REFERENCES notes (id),
    PRIMARY KEY (import, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_files_by_note ON import_files (note) WHERE note IS NOT NULL;

-- # The search index: made of notes, cards and comments, in no backup, made anew at any time

-- The small number of a classeur. A note of none has a scope of its own: its number in `search_notes`, negative.
CREATE TABLE search_scopes (
    id INTEGER PRIMARY KEY,
    binder TEXT NOT NULL UNIQUE REFERENCES binders (id)
) STRICT;

-- A note that is in the index.
CREATE TABLE search_notes (
    id INTEGER PRIMARY KEY,
    note TEXT NOT NULL UNIQUE REFERENCES notes (id),
    scope INTEGER NOT NULL, -- where it was when it was indexed
    seq INTEGER NOT NULL, -- the last row of the journal that is in it; -1 while it is half written
    version INTEGER NOT NULL, -- of the rules by which words are made
    text BLOB NOT NULL, -- zlib: the Markdown
    words BLOB NOT NULL -- zlib: its words in `search_words`, so that they can be taken away
) STRICT;
CREATE INDEX search_notes_by_version ON search_notes (version);

-- A word that stands in a note.
CREATE TABLE search_words (
    area INTEGER NOT NULL, -- twice the scope for title, card and text; one more for comments
    word TEXT NOT NULL,
    doc INTEGER NOT NULL, -- `search_notes.id`; no reference, as its index would double the table
    place INTEGER NOT NULL, -- 1 text, 2 title
    PRIMARY KEY (area, word, doc)
) STRICT, WITHOUT ROWID;

-- A note whose index is behind, written with the change itself.
CREATE TABLE search_changes (
    note TEXT PRIMARY KEY REFERENCES notes (id),
    stamp INTEGER NOT NULL -- another one at each change
) STRICT, WITHOUT ROWID;

-- # The audit log

-- What was done with rights and prints, by whom: never a word of a note, never a token.
CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    what TEXT NOT NULL,
    subject TEXT NOT NULL, -- 'note ID', 'pochette ID' or ''
    visitor TEXT NOT NULL, -- '' for the owner of the server
    device TEXT NOT NULL,
    details TEXT NOT NULL, -- JSON: a link, a role, a number, a form
    seal BLOB NOT NULL -- MAC of this row and the one before with the key of the instance, which is not here
) STRICT;

-- One row: the seal of the last, so that none can be cut off.
CREATE TABLE audit_end (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL,
    seal BLOB NOT NULL
) STRICT;
