"""Dump and restore: every row as JSON values, note by note."""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from server.ids import NoteId
from server.storage import Db
from server.storage.note_tables import Table, tables

# Snapshots and the search index are made anew; mails must not go twice; pairings and sign-ins are over within
# minutes; the rest describes this one database.
_LEFT_OUT = {
    *("snapshots", "probe", "sendings", "enclosures", "deletions", "compactions", "schema_migrations"),
    *("imports", "import_files", "moves"),
    *("pairings", "pairing_tries", "spent_sign_ins", "instance_keys"),
    *("search_scopes", "search_notes", "search_words", "search_changes"),
}

_NOTES = "notes"

Row = tuple[str, dict[str, Any]]


def note_ids(db: Db) -> list[NoteId]:
    """Every note, in the order of its id."""
    return [NoteId(id_) for (id_,) in db.execute("SELECT id FROM notes ORDER BY id")]


def notes_with(db: Db, tables: Sequence[Table]) -> Iterator[tuple[NoteId, list[Table]]]:
    """Every note, in the order of its id, with the tables that have a row of it: few of sixty."""
    of_notes = [table for table in tables if table.of_note is not None]
    have = ", ".join(
        "TRUE" if table.name == _NOTES else f"EXISTS (SELECT 1 FROM {table.name} WHERE {_of_row(table)})"  # noqa: S608 - of this schema
        for table in of_notes
    )
    for id_, *found in db.execute(f"SELECT notes.id, {have} FROM notes ORDER BY notes.id"):  # noqa: S608 - of this schema
        yield NoteId(id_), [table for table, has in zip(of_notes, found, strict=True) if has]


def kept(db: Db) -> list[Table]:
    """The tables that a backup holds, referenced ones first; asked once, however many the notes."""
    return [table for table in tables(db) if table.name not in _LEFT_OUT]


def shared_rows(db: Db, tables: Sequence[Table]) -> Iterator[Row]:
    """The rows that belong to no note, as (table, row)."""
    for table in tables:
        yield from _rows(db, table, table.of_none, ())


def rows_of(db: Db, note: NoteId, tables: Sequence[Table]) -> Iterator[Row]:
    """The rows of one note, as (table, row); its journal in order."""
    for table in tables:
        if table.of_note is not None:
            yield from _rows(db, table, table.of_note, (note,))


def put_all(db: Db, rows: Iterable[Row], tables: Sequence[Table]) -> None:
    """Write rows back. Raises ValueError for a table or a column that is not among `tables`.

    What refers to another row of its own table is written last: that row may come behind it. Rows of tables
    that are left out today are left out too: an older version may have written them.
    """
    known = {table.name: set(table.columns) for table in tables}
    own = {table.name: table.own for table in tables}
    referring: list[Row] = []
    for table, whole in rows:
        if table in _LEFT_OUT:
            continue
        if not whole.keys() <= known.get(table, set()):
            raise ValueError(f"there is no such place as {table} ({', '.join(whole)})")
        row = {name: None if name in own[table] else value for name, value in whole.items()}
        if row != whole:
            referring.append((table, whole))
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        values = [b64decode(value["base64"]) if isinstance(value, dict) else value for value in row.values()]
        db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)  # noqa: S608 - of this schema
    for table, row in referring:
        sets = ", ".join(f"{name} = ?" for name in own[table])
        values = [*(row.get(name) for name in own[table]), row["id"]]
        db.execute(f"UPDATE {table} SET {sets} WHERE id = ?", values)  # noqa: S608 - of this schema


def _rows(db: Db, table: Table, where: str, parameters: tuple[object, ...]) -> Iterator[Row]:
    order = "ORDER BY seq" if "seq" in table.columns else ""
    query = f"SELECT {', '.join(table.columns)} FROM {table.name} WHERE {where} {order}"  # noqa: S608
    for row in list(db.execute(query, parameters)):
        yield table.name, {name: _plain(value) for name, value in zip(table.columns, row, strict=True)}


def _plain(value: object) -> object:
    return {"base64": b64encode(value).decode()} if isinstance(value, bytes) else value


def _of_row(table: Table) -> str:
    """The condition for the rows of the note that the statement around has in hand."""
    return str(table.of_note).replace("?", "notes.id")
