"""The rows of a note in every table, found by foreign keys: a new table cannot be forgotten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter

from server.ids import NoteId
from server.storage import Db, TableInfo, search_index


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table. `of_note` is the condition for the rows of a note, `of_none` for those that have none.

    `key` are the columns that tell its rows apart; `references` gives the table that a column refers to.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    references: Mapping[str, str]
    of_note: str | None
    of_none: str

    @property
    def own(self) -> tuple[str, ...]:
        """The columns that refer to another row of the table itself."""
        return tuple(column for column, to in self.references.items() if to == self.name)


def tables(db: Db) -> list[Table]:
    """Every table, in topological order: referenced tables first.

    That is a hundred questions to the catalogue: what has many notes in hand asks once.
    """
    found = {info.name: info for info in db.tables()}
    # A table may refer to itself; that orders its rows, not the tables.
    order = TopologicalSorter({name: set(info.references.values()) - {name} for name, info in found.items()})
    described: dict[str, Table] = {}
    for name in order.static_order():
        described[name] = _table(found[name], described)
    return list(described.values())


def delete(db: Db, note: NoteId, known: Sequence[Table] = ()) -> None:
    """Delete every row of a note; its words in the search index name it by a number of their own.

    `known` are all `tables`, from a caller that has asked for them.
    """
    search_index.forget(db, note)
    for table in reversed(known or tables(db)):
        if table.of_note is not None:
            db.execute(f"DELETE FROM {table.name} WHERE {table.of_note}", (note,))  # noqa: S608 - of this schema


def _table(info: TableInfo, described: Mapping[str, Table]) -> Table:
    of_note, of_none = _conditions(info, described)
    return Table(
        name=info.name,
        columns=info.columns,
        key=info.key,
        references=info.references,
        of_note=of_note,
        of_none=of_none,
    )


def _conditions(info: TableInfo, described: Mapping[str, Table]) -> tuple[str | None, str]:
    if info.name == "notes":
        return "id = ?", "FALSE"
    if "note" in info.columns:
        return "note = ?", "note IS NULL"
    for column, to in info.references.items():
        if to == "targets":  # which have the ids of their notes
            return f"{column} = ?", f"{column} IN (SELECT id FROM targets WHERE note IS NULL)"  # noqa: S608
    for column, to in info.references.items():
        if (owner := described.get(to)) is not None and owner.of_note is not None:
            its = f"{column} IN (SELECT id FROM {to} WHERE "  # noqa: S608 - names of this schema
            return f"{its}{owner.of_note})", f"({column} IS NULL OR {its}{owner.of_none}))"
    return None, "TRUE"
