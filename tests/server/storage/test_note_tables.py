"""Which rows belong to a note: asked of the schema, compared with what the database itself says."""

from pathlib import Path

import pytest

from export.note.card import FIELDS
from server.ids import NoteId
from server.storage import dump
from server.storage.cards import column_of
from server.storage.engines.connection import Connection
from server.storage.engines.sqlite import Schema, configure
from server.storage.migrations import migrate
from server.storage.note_tables import delete, tables
from server.storage.user_text import USER_TEXT

pytestmark = pytest.mark.sqlite("its pragmas; test_postgresql.py compares the tables of both")

# Of no note: who writes and from where, pochettes, and what the instance keeps for itself.
OF_NONE = {
    *("visitors", "devices", "folders", "binders"),
    *("probe", "audit", "audit_end", "members", "people", "team_passphrases", "mail_keys"),
    *("mail_days", "unsubscribed"),
    *("imports", "mail_lists", "mail_list_addresses"),
    *("seen_for_me", "access_asks"),
    *("recovery_codes", "losses", "lost_devices"),
    *("deletions", "compactions", "schema_migrations", "moves"),
    *("pairings", "pairing_tries", "spent_sign_ins", "instance_keys"),
}

# Made anew from the journal; or what must not be sent once more.
NOT_DUMPED = {"snapshots", "sendings", "enclosures", "import_files"}

# Made anew of all others; a note is deleted in it by rules of its own, which test_search_index.py tests.
INDEX = {"search_scopes", "search_notes", "search_words", "search_changes"}


@pytest.fixture
def database(tmp_path: Path) -> Connection:
    connection = Connection(str(tmp_path / "x.db"))
    configure(connection)
    migrate(Schema(connection))
    return connection


def names(database: Connection) -> set[str]:
    query = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    return {name for (name,) in database.execute(query)}


def test_every_table_is_listed_once_and_behind_those_that_it_refers_to(database: Connection) -> None:
    listed = [table.name for table in tables(database)]
    assert sorted(listed) == sorted(names(database))
    for at, name in enumerate(listed):
        referred = {
            to for (to,) in database.execute('SELECT "table" FROM pragma_foreign_key_list(?)', (name,))
        }
        assert referred - {name} <= set(listed[:at])


def test_a_table_belongs_to_notes_or_was_thought_of(database: Connection) -> None:
    """A new table that names no note has to be written down here, so that somebody asks whose it is."""
    assert {table.name for table in tables(database) if table.of_note is None} <= OF_NONE | INDEX


def test_the_rows_of_a_note_are_found_without_reading_those_of_others(database: Connection) -> None:
    """Else a backup, and the deletion of all that is in the trash, cost the square of the notes."""
    for table in tables(database):
        if table.of_note is not None:
            for what in ("SELECT *", "DELETE"):
                query = f"EXPLAIN QUERY PLAN {what} FROM {table.name} WHERE {table.of_note}"
                plan = [str(step) for *_, step in database.execute(query, ("one",))]
                assert [step for step in plan if step.startswith("SCAN")] == [], table.name


def fill(database: Connection, note: str) -> None:
    """A row of the note in every table, of any values that the columns take."""
    for table in tables(database):
        if table.name in OF_NONE | INDEX:
            continue
        columns = database.execute(
            'SELECT name, type, "notnull", pk FROM pragma_table_info(?)', (table.name,)
        )
        row: dict[str, object] = {}
        for name, kind, needed, key in columns:
            if needed or key:
                row[name] = {"INTEGER": 1, "BLOB": b"x"}.get(kind, f"{table.name}-{note}")
        referred = database.execute('SELECT "from", "table" FROM pragma_foreign_key_list(?)', (table.name,))
        named = {"notes", "targets"}
        row |= {column: note if to in named else f"{to}-{note}" for column, to in referred if column in row}
        row |= {"note": note} if "note" in table.columns else {}
        row |= {"id": note} if table.name in named else {}
        marks = ", ".join("?" * len(row))
        insert = f"INSERT INTO {table.name} ({', '.join(row)}) VALUES ({marks})"  # noqa: S608 - of this schema
        database.execute(insert, list(row.values()))


def test_each_row_of_each_table_is_dumped_with_its_note_and_goes_with_it(database: Connection) -> None:
    database.execute("PRAGMA foreign_keys = OFF")
    for note in ("one", "two"):
        fill(database, note)
    of_notes, kept = names(database) - OF_NONE - INDEX, dump.kept(database)
    for note in ("one", "two"):
        dumped = [table for table, _ in dump.rows_of(database, NoteId(note), kept)]
        assert sorted(dumped) == sorted(of_notes - NOT_DUMPED)
    held = {note: {table.name for table in found} for note, found in dump.notes_with(database, kept)}
    assert held == dict.fromkeys(("one", "two"), of_notes - NOT_DUMPED)
    assert list(dump.shared_rows(database, kept)) == []
    delete(database, NoteId("one"))
    for table in of_notes:
        assert list(database.execute(f"SELECT count(*) FROM {table}")) == [(1,)]  # noqa: S608
    assert list(dump.rows_of(database, NoteId("one"), kept)) == []
    assert len(list(dump.rows_of(database, NoteId("two"), kept))) == len(of_notes - NOT_DUMPED)


# Names and codes of ours, never words of people.
OURS = {
    "access_requests": {"id", "device", "target", "answered_by", "role"},
    "admissions": {"link", "device"},
    "binder_moves": {"id", "note", "folder", "before", "after", "by_device"},
    "cards": {"note", "status", "changed_by"},
    "carryings": {"device", "id", "target"},
    "client_ids": {"note", "owner", "visitor"},
    "comments": {"id", "thread", "by"},
    "editions": {"id", "note", "folder", "version", "printed_by", "format"},
    "edition_words": {"edition", "item"},  # boxes without a word
    "enclosures": {"id", "note", "folder"},  # its PDF goes with any passage
    "erasures": {"note", "by"},
    "files": {"note", "id", "kind", "by"},
    "comings": {"link", "device"},
    "folder_items": {"id", "folder", "note", "added_by", "link", "binder"},
    "grants": {"device", "target", "role", "link"},
    "handovers": {"id", "target", "from_device", "to_device"},
    "import_files": {"import", "state", "note"},
    "journal": {"note"},
    "library": {"note"},
    "links": {"id", "target", "role", "password_hash", "created_by", "through"},
    "loss_notices": {"loss", "link", "name"},  # what a visitor is called
    "lost_openings": {"loss", "device", "link"},
    "notes": {"id", "title", "binder", "changed_by"},  # the title is taken from the text anew
    "openings": {"device", "target", "link"},
    "print_links": {"link", "source", "format", "text_size"},
    "readings": {"device", "note"},  # passages are hashes, and begin_epoch forgets them
    "recognised": {"link", "visitor"},
    "right_before": {"link", "device"},
    "search_changes": {"note"},
    "search_notes": {"note"},  # erasing deletes all of it
    "recoveries": {"hash", "target", "made_by"},
    "sendings": {
        *("id", "batch", "target", "kind", "recipient", "gives", "enclosure"),
        "state",
        *("made_by", "why", "answer", "link"),
    },
    "shut_to_requests": {"target"},
    "snapshots": {"note"},
    "targets": {"id", "note", "folder", "binder"},
    "threads": {"id", "note", "kind", "state", "by", "ended_by"},
    "versions": {"id", "note", "kind", "visitor"},
}


def test_every_text_of_a_note_is_purged_with_a_passage_or_is_no_word_of_people(
    database: Connection,
) -> None:
    """A new column has to be written down, here or where erasing reads it."""
    for table in tables(database):
        if table.of_note is not None:
            query = "SELECT name FROM pragma_table_info(?) WHERE type = 'TEXT'"
            texts = {name for (name,) in database.execute(query, (table.name,))}
            assert texts == OURS.get(table.name, set()) | set(USER_TEXT.get(table.name, ())), table.name


def test_a_card_has_a_column_for_each_of_its_fields(database: Connection) -> None:
    columns = {name for (name,) in database.execute("SELECT name FROM pragma_table_info('cards')")}

    assert columns == {"note", "changed_at", "changed_by", "other"} | {column_of(field) for field in FIELDS}
