"""Which rows belong to a note: read from the schema's own keys, so that a new table cannot be forgotten."""

from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter

from server.ids import NoteId
from server.storage import Db


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table. `of_note` is the condition for the rows of a note, `of_none` for those that have none.

    `key` are the columns that tell its rows apart.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    of_note: str | None
    of_none: str


def tables(db: Db) -> list[Table]:
    """Every table that holds rows of its own; what others refer to comes first."""
    names = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    found = sorted(name for (name,) in db.execute(f"{names} AND name NOT LIKE 'sqlite_%'"))
    referred = {name: _references(db, name) for name in found}
    # A table may refer to itself; that orders its rows, not the tables.
    order = TopologicalSorter({name: set(to.values()) - {name} for name, to in referred.items()})
    described: dict[str, Table] = {}
    for name in order.static_order():
        described[name] = _table(db, name, referred[name], described)
    return list(described.values())


def delete(db: Db, note: NoteId) -> None:
    """Delete every row of a note."""
    for table in reversed(tables(db)):
        if table.of_note is not None:
            db.execute(f"DELETE FROM {table.name} WHERE {table.of_note}", (note,))  # noqa: S608 - of this schema


def _table(db: Db, name: str, referred: Mapping[str, str], described: Mapping[str, Table]) -> Table:
    told = list(db.execute("SELECT name, pk FROM pragma_table_info(?) ORDER BY cid", (name,)))
    columns, key = tuple(column for column, _ in told), tuple(column for column, place in told if place)
    of_note, of_none = _conditions(name, columns, referred, described)
    return Table(name=name, columns=columns, key=key, of_note=of_note, of_none=of_none)


def _conditions(
    name: str, columns: tuple[str, ...], referred: Mapping[str, str], described: Mapping[str, Table]
) -> tuple[str | None, str]:
    if name == "notes":
        return "id = ?", "FALSE"
    if "note" in columns:
        return "note = ?", "note IS NULL"
    for column, to in referred.items():
        if (owner := described.get(to)) is not None and owner.of_note is not None:
            its = f"{column} IN (SELECT id FROM {to} WHERE "  # noqa: S608 - names of this schema
            return f"{its}{owner.of_note})", f"({column} IS NULL OR {its}{owner.of_none}))"
    return None, "TRUE"


def _references(db: Db, name: str) -> dict[str, str]:
    """Column -> the table that it refers to."""
    return dict(db.execute('SELECT "from", "table" FROM pragma_foreign_key_list(?)', (name,)))
