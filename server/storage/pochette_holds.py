"""What pochettes hold of notes for somebody whose right ends: their own ones let go, others go on."""

from collections.abc import Callable, Collection, Iterable

from server.ids import DeviceId, FolderId, LinkId, NoteId
from server.storage import Db, folders
from server.storage.folders import Item
from server.storage.shown_items import still_shown
from server.storage.sql import in_parts, marks
from server.targets import NoteTarget, Target


def own_of(
    db: Db, own: Collection[DeviceId], of: Iterable[Target], now: int
) -> list[tuple[FolderId, NoteId]]:
    """Notes that these devices brought into pochettes that they manage; none that a classeur shows there."""
    found = _items(
        db,
        of,
        f" AND folder_items.added_by IN ({marks(own)}) AND EXISTS (SELECT 1 FROM grants AS mine"  # noqa: S608
        " WHERE mine.target = folder_items.folder AND mine.role = 'manage'"
        f" AND mine.device IN ({marks(own)}))",
        (*own, *own),
    )
    shown = still_shown(db, [item for _, item in found], now)
    return [(folder, item.note) for folder, item in found if item.id in shown and item.holder is None]


def let_go(db: Db, own: Collection[DeviceId], of: Collection[FolderId], notes: Collection[str]) -> None:
    """These notes are withdrawn from these pochettes where these devices brought them, by whichever link."""
    for part in in_parts(list(notes), 10_000):
        db.execute(
            f"UPDATE folder_items SET generation = 0 WHERE folder IN ({marks(of)})"  # noqa: S608 - marks
            f" AND added_by IN ({marks(own)}) AND note IN ({marks(part)})",
            (*of, *own, *part),
        )


def shown_by(db: Db, links: Collection[LinkId], of: Collection[FolderId]) -> set[LinkId]:
    """Those of these links by which one of these pochettes holds a note."""
    rows = db.execute(
        f"SELECT DISTINCT link FROM folder_items WHERE link IN ({marks(links)})"  # noqa: S608 - marks
        f" AND folder IN ({marks(of)}) AND removed_at IS NULL",
        (*links, *of),
    )
    return {LinkId(link) for (link,) in rows}


def read_in(
    db: Db,
    of: Iterable[Target],
    *,
    reads: Callable[[FolderId], bool],
    without: Collection[LinkId],
    but: Callable[[FolderId, Item], bool],
    now: int,
) -> set[NoteId]:
    """The notes that somebody reads in pochettes, by none of these links nor by what is let go."""
    found = [
        (folder, item)
        for folder, item in _items(db, of)
        if not (item.used and item.used.link in without and item.holder is None) and not but(folder, item)
    ]
    readable = {folder for folder in {folder for folder, _ in found} if reads(folder)}
    shown = still_shown(db, [item for folder, item in found if folder in readable], now)
    return {item.note for folder, item in found if folder in readable and item.id in shown}


def _items(
    db: Db, of: Iterable[Target], where: str = "", values: tuple[object, ...] = ()
) -> list[tuple[FolderId, Item]]:
    notes = [target.id for target in of if isinstance(target, NoteTarget)]
    found: list[tuple[FolderId, Item]] = []
    for part in in_parts(notes, 10_000):
        rows = db.execute(
            f"SELECT folder_items.folder, {folders.OF_ITEM} {folders.ITEMS}"
            f" WHERE folder_items.note IN ({marks(part)}) AND folder_items.removed_at IS NULL"
            f" AND notes.trashed_at IS NULL{where}",
            (*part, *values),
        )
        found += [(folder, folders.item_of(item)) for folder, *item in rows]
    return found
