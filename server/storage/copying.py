"""Copying: every row of a database as it is, page by page by its key, and a digest of each table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final, NamedTuple

from server.storage import Db
from server.storage.note_tables import Table, tables
from server.storage.sql import in_parts

Values = tuple[Any, ...]

# What describes one database, and not what is in it.
LEFT_OUT: Final = {"schema_migrations", "probe", "moves"}
_PAGE_BYTES: Final = 4 << 20
_MOST_ROWS: Final = 2000
FIRST_ROWS: Final = 16
_MOST_PARAMETERS: Final = 15_000
_REPLACEMENT: Final = "\ufffd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A table to be copied; `key` and `own` are the places of columns: its key, and references to itself."""

    name: str
    columns: tuple[str, ...]
    key: tuple[int, ...]
    own: tuple[int, ...]

    @property
    def keys(self) -> str:
        return ", ".join(self.columns[place] for place in self.key)


class Page(NamedTuple):
    """Rows in the order of their key. `replaced` of their texts had U+0000; `is_last`: none is behind."""

    rows: list[Values]
    replaced: int
    is_last: bool
    next_most: int


@dataclass(slots=True)
class Digest:
    """SHA-256 of the rows of a table, in order."""

    count: int = 0
    _hash: Any = field(default_factory=sha256)

    def add(self, rows: Iterable[Values]) -> None:
        for row in rows:
            self.count += 1
            for value in row:
                self._hash.update(_plain(value))

    @property
    def told(self) -> tuple[int, str]:
        return self.count, self._hash.hexdigest()


def plans(db: Db) -> list[Plan]:
    """Every table whose rows are copied, those first that others refer to."""
    return [_plan(table) for table in tables(db) if table.name not in LEFT_OUT]


def _plan(table: Table) -> Plan:
    places = {column: place for place, column in enumerate(table.columns)}
    return Plan(
        name=table.name,
        columns=table.columns,
        key=tuple(places[one] for one in table.key),
        own=tuple(places[one] for one in table.own),
    )


def count(db: Db, plan: Plan) -> int:
    """How many rows a table has."""
    ((many,),) = db.execute(f"SELECT count(*) FROM {plan.name}")  # noqa: S608 - of this schema
    return int(many)


def page(db: Db, plan: Plan, *, after: Values | None, most: int = FIRST_ROWS) -> Page:
    """Rows behind a row, at most so many, of some MiB together."""
    where, values = "", ()
    if after is not None:
        values = tuple(after[place] for place in plan.key)
        where = f"WHERE ({plan.keys}) > ({', '.join('?' * len(values))})"
    query = f"SELECT {', '.join(plan.columns)} FROM {plan.name} {where} ORDER BY {plan.keys} LIMIT ?"  # noqa: S608
    rows: list[Values] = []
    size = replaced = 0
    for found in db.execute(query, (*values, most)):
        row, many = _without_nul(found)
        replaced += many
        rows.append(row)
        size += sum(len(value) for value in row if isinstance(value, (str, bytes)))
        if size >= _PAGE_BYTES:
            break
    is_last = len(rows) < most and size < _PAGE_BYTES
    next_most = min(_MOST_ROWS, most * 2) if size < _PAGE_BYTES // 4 else max(1, most // 2)
    return Page(rows, replaced, is_last, next_most)


def put(db: Db, plan: Plan, rows: Sequence[Values]) -> None:
    """Write rows; what of them refers to the table itself is left for `refer`."""
    names, marks = ", ".join(plan.columns), ", ".join("?" * len(plan.columns))
    if plan.own:
        rows = [
            tuple(None if place in plan.own else value for place, value in enumerate(row)) for row in rows
        ]
    for some in in_parts(rows, max(1, _MOST_PARAMETERS // len(plan.columns))):
        values = ", ".join([f"({marks})"] * len(some))
        db.execute(
            f"INSERT INTO {plan.name} ({names}) VALUES {values}",  # noqa: S608 - of this schema
            [value for row in some for value in row],
        )


def refers(plan: Plan, row: Values) -> bool:
    """Whether a row refers to its own table."""
    return any(row[place] is not None for place in plan.own)


def refer(db: Db, plan: Plan, rows: Iterable[Values]) -> None:
    """Once all rows are there: what of these refers to the table itself."""
    sets = ", ".join(f"{plan.columns[place]} = ?" for place in plan.own)
    where = " AND ".join(f"{plan.columns[place]} = ?" for place in plan.key)
    for row in rows:
        values = [row[place] for place in (*plan.own, *plan.key)]
        db.execute(f"UPDATE {plan.name} SET {sets} WHERE {where}", values)  # noqa: S608 - of this schema


def clear(db: Db) -> None:
    """Delete every row that `put` could have written."""
    for plan in reversed(plans(db)):
        db.execute(f"DELETE FROM {plan.name}")  # noqa: S608 - of this schema


def _without_nul(row: Values) -> tuple[Values, int]:
    """PostgreSQL's texts have no U+0000: it becomes the replacement character."""
    many = sum(1 for value in row if isinstance(value, str) and "\0" in value)
    if not many:
        return row, 0
    return tuple(
        value.replace("\0", _REPLACEMENT) if isinstance(value, str) else value for value in row
    ), many


def _plain(value: object) -> bytes:
    """Unambiguous bytes of a value, the same from both engines."""
    match value:
        case None:
            return b"-"
        case str():
            text = value.encode()
            return b"t%d:%b" % (len(text), text)
        case bytes():
            return b"b%d:%b" % (len(value), value)
        case _:
            return b"n%b;" % repr(value).encode()
