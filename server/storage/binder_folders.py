"""Pochettes of a classeur, as its pages list them, and the notes that they may take from it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from export.note.card import Status
from server.ids import BinderId, FolderId, NoteId
from server.storage import Db, folders
from server.storage.folders import FolderRow, Item
from server.storage.sql import IS_TITLED, marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A pochette, how many pages it printed on last, and when; None before that, and once it changed."""

    folder: FolderRow
    pages: int | None
    printed_at: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Titled:
    """A note of a classeur. `is_titled`: nothing was written since its title was stored."""

    note: NoteId
    title: str
    theme: str
    changed_at: int
    is_titled: bool


def listed(db: Db, binder: BinderId, *, since: str) -> list[Listed]:
    """Those without a day, and those from a day on (ISO, '' for all): the newest day and change first."""
    return listed_in(db, [binder], since=since).get(binder, [])


def listed_in(db: Db, binders: Collection[BinderId], *, since: str) -> dict[BinderId, list[Listed]]:
    """The same of many classeurs, of those that have any."""
    found: dict[BinderId, list[Listed]] = {}
    rows = db.execute(
        f"SELECT folders.binder, {folders.FIELDS}, folders.pages,"  # noqa: S608 - marks
        " (SELECT max(printed_at) FROM editions WHERE editions.folder = folders.id) FROM folders"
        f" WHERE folders.binder IN ({marks(binders)}) AND (folders.day = '' OR folders.day >= ?)"
        " ORDER BY folders.day DESC, folders.changed_at DESC, folders.id",
        (*binders, since),
    )
    for binder, *fields, pages, printed_at in rows:
        one = Listed(folder=folders.folder_of(fields), pages=pages, printed_at=printed_at)
        found.setdefault(binder, []).append(one)
    return found


def is_before(db: Db, binder: BinderId, day: str) -> bool:
    """Whether the classeur has a pochette of an earlier day."""
    query = "SELECT 1 FROM folders WHERE binder = ? AND day <> '' AND day < ? LIMIT 1"
    return any(db.execute(query, (binder, day)))


def last_before(db: Db, binder: BinderId, day: str) -> FolderRow | None:
    """The pochette of the latest earlier day."""
    return next(iter(latest_before(db, binder, day, most=1)), None)


def latest_before(db: Db, binder: BinderId, day: str, *, most: int) -> list[FolderRow]:
    """The pochettes of the latest earlier days, the newest first."""
    rows = db.execute(
        f"SELECT {folders.FIELDS} FROM folders WHERE folders.binder = ? AND folders.day <> ''"  # noqa: S608 - a constant
        " AND folders.day < ? ORDER BY folders.day DESC, folders.changed_at DESC, folders.id LIMIT ?",
        (binder, day, most),
    )
    return [folders.folder_of(row) for row in rows]


class Made(NamedTuple):
    """When a pochette of a day (ISO) was made, and changed last (ms since 1970)."""

    day: str
    created_at: int
    changed_at: int


def made_before(db: Db, binder: BinderId, day: str, *, most: int) -> list[Made]:
    """Of the latest earlier days: the pochettes that have notes."""
    rows = db.execute(
        "SELECT day, created_at, changed_at FROM folders WHERE binder = ? AND day <> '' AND day < ?"
        " AND EXISTS (SELECT 1 FROM folder_items"
        " WHERE folder_items.folder = folders.id AND folder_items.removed_at IS NULL)"
        " ORDER BY day DESC, changed_at DESC, id LIMIT ?",
        (binder, day, most),
    )
    return [Made(*row) for row in rows]


def items(db: Db, binder: BinderId, *, since: str) -> dict[FolderId, list[tuple[Item, Status, bool]]]:
    """The notes of those pochettes in order, each with its status and whether it is in the trash."""
    found: dict[FolderId, list[tuple[Item, Status, bool]]] = {}
    rows = db.execute(
        f"SELECT folder_items.folder, {folders.OF_ITEM}, coalesce(cards.status, ?),"
        f" notes.trashed_at IS NOT NULL {folders.ITEMS} LEFT JOIN cards ON cards.note = notes.id"
        " WHERE folders.binder = ? AND (folders.day = '' OR folders.day >= ?)"
        " AND folder_items.removed_at IS NULL ORDER BY folder_items.position, folder_items.id",
        (Status.DRAFT.value, binder, since),
    )
    for folder, *item, status, is_trashed in rows:
        found.setdefault(folder, []).append((folders.item_of(item), Status(status), bool(is_trashed)))
    return found


def pages(db: Db, folder: FolderId) -> int | None:
    """How many it printed on last, None once it changed."""
    return next((found for (found,) in db.execute("SELECT pages FROM folders WHERE id = ?", (folder,))), None)


def keep_pages(db: Db, folder: FolderId, number: int) -> None:
    db.execute("UPDATE folders SET pages = ? WHERE id = ?", (number, folder))


def titles(db: Db, binder: BinderId) -> list[Titled]:
    """The notes of the classeur that are neither in the trash nor in the archive, latest change first."""
    rows = db.execute(
        "SELECT notes.id, notes.title, coalesce(cards.theme, ''), notes.changed_at,"  # noqa: S608 - a constant
        f" {IS_TITLED}"
        " FROM notes LEFT JOIN cards ON cards.note = notes.id WHERE notes.binder = ?"
        " AND notes.trashed_at IS NULL AND notes.archived_at IS NULL"
        " ORDER BY notes.changed_at DESC, notes.id",
        (binder,),
    )
    return [
        Titled(note=note, title=title, theme=theme, changed_at=at, is_titled=bool(is_titled))
        for note, title, theme, at, is_titled in rows
    ]


def copy_items(db: Db, found: Iterable[Item], to: FolderId, ids: Sequence[str], at: int) -> None:
    """Put the same notes into another pochette: in order, with their colours, shown by what showed them."""
    for position, (id_, item) in enumerate(zip(ids, found, strict=True), 1):
        link, generation = (item.used.link, item.used.generation) if item.used else (None, 0)
        db.execute(
            "INSERT INTO folder_items"
            " (id, folder, note, position, colour, added_at, added_by, link, generation, binder)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (id_, to, item.note, position, item.colour, at, item.by, link, generation, item.binder),
        )
