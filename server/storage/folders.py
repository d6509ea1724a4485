"""Pochettes (`folder` in code): rows, items, and those that a device knows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from crdt.roles import Role
from server.ids import BinderId, DeviceId, FolderId, ItemId, NoteId
from server.storage import Db
from server.storage.rights import targets
from server.storage.rights.links import Used
from server.storage.rights.openings import known
from server.storage.sql import marks
from server.targets import FolderTarget

COLOURS = 8
_LISTED = 60
_FIELDS = (
    "id, title, day, audience, classification, format, cover, contents, two_sided, recipients, agenda,"
    " message, since, code, paragraph_numbers, holes, changed_at"
)
_FLAGS = ("cover", "contents", "two_sided", "since", "code", "paragraph_numbers", "holes")
FIELDS = ", ".join(f"folders.{field}" for field in _FIELDS.split(", "))
# The classeur of a pochette shows a note that is in it too, unless the classeur is in the trash.
ITEMS = (
    "FROM folder_items JOIN folders ON folders.id = folder_items.folder"
    " JOIN notes ON notes.id = folder_items.note LEFT JOIN binders ON binders.id = folders.binder"
    " AND binders.id = notes.binder AND binders.trashed_at IS NULL"
)
OF_ITEM = (
    "folder_items.id, folder_items.note, folder_items.colour, folder_items.link, folder_items.generation,"
    " folder_items.added_by, folder_items.binder, binders.id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderRow:
    """One pochette without its notes. `day` is ISO or ''; `recipients` and `agenda` are lines.

    `since`: copies say in front what has changed since the last one of their recipient. `code`: each page
    has a QR code. `holes`: the binding edge is free for a ring binder.
    """

    id: FolderId
    title: str = ""
    day: str = ""
    audience: str = ""
    classification: str = ""
    format: str = "note"
    cover: bool = True
    contents: bool = True
    two_sided: bool = True
    recipients: str = ""
    agenda: str = ""
    message: str = ""
    since: bool = True
    code: bool = True
    paragraph_numbers: bool = False
    holes: bool = False
    changed_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A note in its place, the link or the classeur by which it came, and the device that brought it.

    `colour` (1..8) stays with it wherever it moves. `holder`: the classeur that holds both the note and the
    pochette now; it shows the note, whoever brought it.
    """

    id: ItemId
    note: NoteId
    colour: int
    used: Used | None = None
    by: DeviceId | None = None
    binder: BinderId | None = None
    holder: BinderId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderOpening:
    """A pochette that a device has opened, by which link, and the device's own right if it has one.

    Without `by` it was granted, and never opened by a link.
    """

    folder: FolderRow
    notes: int
    by: Used | None
    opened_at: int
    granted: Role | None


def insert(db: Db, folder: FolderRow) -> None:
    values = (*_values(folder), folder.changed_at)
    db.execute(f"INSERT INTO folders ({_FIELDS}, created_at) VALUES ({marks(values)})", values)  # noqa: S608 - constant
    targets.insert(db, FolderTarget(folder.id))


def update(db: Db, folder: FolderRow) -> None:
    names = " = ?, ".join(_FIELDS.split(", ")) + " = ?"
    db.execute(f"UPDATE folders SET {names}, pages = NULL WHERE id = ?", (*_values(folder), folder.id))  # noqa: S608 - constant


def find(db: Db, folder: FolderId) -> FolderRow | None:
    rows = db.execute(f"SELECT {_FIELDS} FROM folders WHERE id = ?", (folder,))  # noqa: S608 - constant fields
    return next((folder_of(row) for row in rows), None)


def items(db: Db, folder: FolderId) -> list[Item]:
    """The notes of the pochette, in order."""
    rows = db.execute(
        f"SELECT {OF_ITEM} {ITEMS} WHERE folder_items.folder = ?"
        " AND folder_items.removed_at IS NULL ORDER BY folder_items.position, folder_items.id",
        (folder,),
    )
    return [item_of(row) for row in rows]


def taken_out(db: Db, folder: FolderId) -> list[Item]:
    """The notes that were in the pochette and may be put back."""
    rows = db.execute(
        f"SELECT {OF_ITEM} {ITEMS} WHERE folder_items.folder = ? AND folder_items.removed_at IS NOT NULL",
        (folder,),
    )
    return [item_of(row) for row in rows]


def put_in(db: Db, folder: FolderId) -> dict[NoteId, int]:
    """When each note of the pochette came there, in milliseconds since 1970."""
    asked = "SELECT note, added_at FROM folder_items WHERE folder = ? AND removed_at IS NULL"
    return dict(db.execute(asked, (folder,)))


def add(
    db: Db,
    folder: FolderId,
    item: ItemId,
    note: NoteId,
    *,
    came: Used | BinderId,
    by: DeviceId | None,
    at: int,
) -> None:
    """Put a note at the end, under the colour that is used least; one that is there keeps its place.

    `came`: by a link, or by the classeur that holds it and the pochette.
    """
    there = items(db, folder)
    used, binder = (came, None) if isinstance(came, Used) else (None, came)
    link, generation = (used.link, used.generation) if used else (None, 0)
    if any(one.note == note for one in there):
        change = (
            "UPDATE folder_items SET link = ?, generation = ?, binder = ?, added_by = ?"
            " WHERE folder = ? AND note = ?"
        )
        db.execute(change, (link, generation, binder, by, folder, note))
        touch(db, folder, at)
        return
    db.execute("DELETE FROM folder_items WHERE folder = ? AND note = ?", (folder, note))
    colours = [one.colour for one in there]
    colour = min(range(1, COLOURS + 1), key=colours.count)
    (last,) = next(
        iter(db.execute("SELECT coalesce(max(position), 0) FROM folder_items WHERE folder = ?", (folder,)))
    )
    db.execute(
        "INSERT INTO folder_items"
        " (id, folder, note, position, colour, added_at, added_by, link, generation, binder)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (item, folder, note, last + 1, colour, at, by, link, generation, binder),
    )
    touch(db, folder, at)


def has(db: Db, folder: FolderId, item: ItemId) -> bool:
    """Whether a note is in the pochette, or was and can be put back."""
    asked = "SELECT 1 FROM folder_items WHERE folder = ? AND id = ?"
    return bool(list(db.execute(asked, (folder, item))))


def brought_by(db: Db, item: ItemId) -> str:
    """The name of the visitor who brought a note, '' where they said none."""
    rows = db.execute(
        "SELECT visitors.name FROM folder_items JOIN devices ON devices.id = folder_items.added_by"
        " JOIN visitors ON visitors.id = devices.visitor WHERE folder_items.id = ?",
        (item,),
    )
    return next((name or "" for (name,) in rows), "")


def put_back(db: Db, folder: FolderId, item: ItemId, at: int) -> None:
    """Undo a removal: the note comes back where it was, under its colour."""
    db.execute("UPDATE folder_items SET removed_at = NULL WHERE folder = ? AND id = ?", (folder, item))
    touch(db, folder, at)


def paint(db: Db, folder: FolderId, item: ItemId, colour: int, at: int) -> None:
    """Give the tab of a note another colour."""
    db.execute("UPDATE folder_items SET colour = ? WHERE folder = ? AND id = ?", (colour, folder, item))
    touch(db, folder, at)


def remove(db: Db, folder: FolderId, item: ItemId, at: int) -> None:
    db.execute("UPDATE folder_items SET removed_at = ? WHERE folder = ? AND id = ?", (at, folder, item))
    touch(db, folder, at)


def order(db: Db, folder: FolderId, wanted: Sequence[ItemId], at: int) -> None:
    """Those that are named come first, in that order; what somebody else has just added stays at the end."""
    there = [item.id for item in items(db, folder)]
    ordered = [item for item in dict.fromkeys(wanted) if item in there]
    for position, item in enumerate([*ordered, *(one for one in there if one not in ordered)], 1):
        db.execute("UPDATE folder_items SET position = ? WHERE id = ?", (position, item))
    touch(db, folder, at)


def touch(db: Db, folder: FolderId, at: int) -> None:
    """It has changed: how many pages it prints on is not known."""
    db.execute("UPDATE folders SET changed_at = ?, pages = NULL WHERE id = ?", (at, folder))


def openings(db: Db, device: DeviceId, *, outside: Collection[BinderId] = ()) -> list[FolderOpening]:
    """The pochettes that the device's visitor has opened: those with a day first, the newest day first.

    Of two openings of a pochette the one that is current counts. What was granted and never opened by a link
    is among them, as of when it was made. `outside`: none of those that are in these classeurs.
    """
    left_out = tuple(outside) or (BinderId(""),)
    count = "SELECT count(*) FROM folder_items WHERE folder = folders.id AND removed_at IS NULL"
    rows = db.execute(
        f"WITH {known('folders')}"  # noqa: S608 - marks
        f" SELECT {FIELDS}, ({count}), came.link, came.generation,"
        " coalesce(came.opened_at, folders.created_at) AS at, own.number"
        " FROM came FULL JOIN own ON own.target = came.target"
        " JOIN folders ON folders.id = coalesce(came.target, own.target)"
        f" WHERE folders.binder IS NULL OR folders.binder NOT IN ({marks(left_out)})"
        " ORDER BY folders.day DESC, at DESC LIMIT ?",
        (device, device, *left_out, _LISTED),
    )
    return [_opening(row) for row in rows]


def _opening(row: tuple[Any, ...]) -> FolderOpening:
    *fields, notes, link, generation, opened_at, number = row
    return FolderOpening(
        folder=folder_of(fields),
        notes=notes,
        by=None if link is None else Used(link=link, generation=generation),
        opened_at=opened_at,
        granted=None if number is None else tuple(Role)[number],
    )


def item_of(row: Sequence[Any]) -> Item:
    """From the columns `OF_ITEM`."""
    id_, note, colour, link, generation, by, binder, holder = row
    used = None if link is None else Used(link=link, generation=generation)
    return Item(id=id_, note=note, colour=colour, used=used, by=by, binder=binder, holder=holder)


def _values(folder: FolderRow) -> tuple[object, ...]:
    values = (getattr(folder, field) for field in _FIELDS.split(", "))
    return tuple(int(value) if isinstance(value, bool) else value for value in values)


def folder_of(row: Sequence[Any]) -> FolderRow:
    """From the columns `FIELDS`."""
    values = dict(zip(_FIELDS.split(", "), row, strict=True))
    flags = {name: bool(values[name]) for name in _FLAGS}
    return FolderRow(**{**values, **flags})
