"""Every row of a database as values that JSON can carry, note by note, and back."""

from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from typing import Any

from server.storage import Db, NoteId

# Made anew from the journal.
_DERIVED = {"snapshots", "probe"}
# What others refer to comes first.
_ORDER = ("visitors", "devices", "folders", "notes", "links", "journal", "client_ids", "grants", "openings")

Row = tuple[str, dict[str, Any]]


def note_ids(db: Db) -> list[NoteId]:
    """Every note, in the order of its id."""
    return [NoteId(id_) for (id_,) in db.execute("SELECT id FROM notes ORDER BY id")]


def shared_rows(db: Db) -> Iterator[Row]:
    """The rows that belong to no note, as (table, row)."""
    for table, column in _tables(db).items():
        yield from _rows(db, table, f"WHERE {column} IS NULL" if column else "", ())


def rows_of(db: Db, note: NoteId) -> Iterator[Row]:
    """The rows of one note, as (table, row); its journal in order."""
    for table, column in _tables(db).items():
        if column is not None:
            yield from _rows(db, table, f"WHERE {column} = ?", (note,))


def put(db: Db, table: str, row: Mapping[str, Any]) -> None:
    """Write one row back. Raises ValueError for a table or a column that this database does not have."""
    if table not in _tables(db) or not row.keys() <= set(_columns(db, table)):
        raise ValueError(f"there is no such place as {table} ({', '.join(row)})")
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    values = [b64decode(value["base64"]) if isinstance(value, dict) else value for value in row.values()]
    db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)  # noqa: S608 - names of this schema


def _tables(db: Db) -> dict[str, str | None]:
    """Table -> the column that names its note."""
    query = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    found = {name for (name,) in db.execute(query)} - _DERIVED
    ordered = [*(name for name in _ORDER if name in found), *sorted(found - set(_ORDER))]
    return {name: _note_column(name, _columns(db, name)) for name in ordered}


def _note_column(table: str, columns: list[str]) -> str | None:
    if table == "notes":
        return "id"
    return "note" if "note" in columns else None


def _columns(db: Db, table: str) -> list[str]:
    return [name for (name,) in db.execute("SELECT name FROM pragma_table_info(?) ORDER BY cid", (table,))]


def _rows(db: Db, table: str, where: str, parameters: tuple[object, ...]) -> Iterator[Row]:
    columns = _columns(db, table)
    order = "ORDER BY seq" if "seq" in columns else ""
    query = f"SELECT {', '.join(columns)} FROM {table} {where} {order}"  # noqa: S608 - names of this schema
    for row in list(db.execute(query, parameters)):
        yield table, {name: _plain(value) for name, value in zip(columns, row, strict=True)}


def _plain(value: object) -> object:
    return {"base64": b64encode(value).decode()} if isinstance(value, bytes) else value
