"""User text outside the journal: the columns with words of people, and purging them of an erased passage."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from server.ids import NoteId
from server.storage import Db, cards, versions
from server.storage.note_tables import Table, tables

Purge = Callable[[str], str]

# Table -> its columns with words of people. Every other text of a table is a name or a code of ours.
USER_TEXT: Final = {
    "cards": cards.USER_TEXT,
    "comments": ("text",),
    "editions": ("recipient", "options", "card", "markdown"),
    "files": ("name",),
    "import_files": ("name", "said"),
    "links": ("label",),
    "print_links": ("recipient",),
    "sendings": ("content",),
    "threads": ("quote", "proposed"),
    "versions": ("name", "markdown"),
}
_PRINTED: Final = "editions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One row that says something else without the passage."""

    table: str
    key: Mapping[str, object]
    values: Mapping[str, object]

    def write(self, db: Db) -> None:
        put = ", ".join(f"{name} = ?" for name in self.values)
        where = " AND ".join(f"{name} = ?" for name in self.key)
        query = f"UPDATE {self.table} SET {put} WHERE {where}"  # noqa: S608 - names of this schema
        db.execute(query, [*self.values.values(), *self.key.values()])


def changes(db: Db, note: NoteId, purge: Purge, purge_printed: Purge) -> Iterator[Change]:
    """The rows of a note, and the prints of its pochettes, that hold the passage."""
    for table in tables(db):
        if table.name in USER_TEXT and table.of_note is not None:
            where, of = (_OF_EDITIONS, (note, note)) if table.name == _PRINTED else (table.of_note, (note,))
            yield from _changes(db, table, where, of, purge_printed if table.name == _PRINTED else purge)


_OF_EDITIONS: Final = "note = ? OR folder IN (SELECT folder FROM folder_items WHERE note = ?)"


def _changes(db: Db, table: Table, where: str, of: tuple[object, ...], purge: Purge) -> Iterator[Change]:
    said = USER_TEXT[table.name]
    query = f"SELECT {', '.join((*table.key, *said))} FROM {table.name} WHERE {where}"  # noqa: S608
    for row in list(db.execute(query, of)):
        key, texts = row[: len(table.key)], row[len(table.key) :]
        pairs = zip(said, texts, strict=True)
        new: dict[str, object] = {
            name: now for name, text in pairs if text and (now := _purged(text, purge)) != text
        }
        if "markdown" in new:
            new["text_hash"] = versions.hash_of(str(new["markdown"]))
        if new:
            yield Change(table=table.name, key=dict(zip(table.key, key, strict=True)), values=new)


def _purged(text: str, purge: Purge) -> str:
    """JSON stays JSON: its texts are purged, however it spells them."""
    if text[0] in "{[":
        with suppress(ValueError):
            value = json.loads(text)
            purged = _leaves(value, purge)
            return text if purged == value else json.dumps(purged, ensure_ascii=False, sort_keys=True)
    return purge(text)


def _leaves(value: Any, purge: Purge) -> Any:
    match value:
        case str():
            return purge(value)
        case list():
            return [_leaves(one, purge) for one in value]
        case dict():
            return {key: _leaves(one, purge) for key, one in value.items()}
        case _:
            return value
