"""Notes of a pochette that it still shows, and notes that a device may read in pochettes alone."""

from collections import defaultdict
from collections.abc import Collection
from typing import Final, NamedTuple

from crdt.roles import Role
from server.ids import BinderId, DeviceId, FolderId, ItemId, NoteId
from server.storage import Db, folders, notes, password_grants, ways
from server.storage.folders import Item
from server.storage.rights import links
from server.storage.rights.links import Link
from server.storage.sql import marks
from server.targets import FolderTarget

# The latest ones, each of which is asked for its right.
_MOST: Final = 30
# Of all classeurs that are read. A hundred show what was composed within months.
_MOST_OF_BINDERS: Final = 100


class Shown(NamedTuple):
    """Where a pochette shows a note; `holder` is the classeur of the note, `binder` that of the pochette."""

    note: NoteId
    holder: BinderId | None
    folder: FolderId
    item: ItemId
    binder: BinderId | None


def is_withdrawn(db: Db, item: Item, now: int) -> bool:
    """Whether the note is in the trash, or neither the classeur shows it nor the link by which it came.

    The link has to open it for the device that brought it. One that gets a password does so once they have
    said it: a pochette passes on what its authors may read.
    """
    if notes.find(db, item.note) is None:
        return True
    if item.holder is not None:
        return False
    return password_grants.still_opens(db, item.used, item.by, now) is None


def in_pochettes(
    db: Db, device: DeviceId, *, binders: Collection[BinderId], proof: str, now: int
) -> list[Shown]:
    """What pochettes show a device that may read these classeurs: its own ones, then those of the classeurs.

    Of the latter what comes from elsewhere. The newest day first.
    """
    opened = [one.folder.id for one in folders.openings(db, device, outside=binders)[:_MOST]]
    own = [folder for folder in opened if _reads(db, device, folder, proof=proof, now=now)]
    wanted = [*own, *_latest(db, binders)]
    if not wanted:
        return []
    rows = db.execute(
        f"SELECT folder_items.folder, folders.binder, notes.binder, {folders.OF_ITEM} {folders.ITEMS}"
        f" WHERE folder_items.folder IN ({marks(wanted)}) AND (folder_items.folder IN ({marks(own)})"
        " OR (folder_items.link IS NOT NULL AND binders.id IS NULL))"
        " AND folder_items.removed_at IS NULL AND notes.trashed_at IS NULL"
        " ORDER BY folders.day DESC, folders.changed_at DESC, folder_items.position, folder_items.id",
        (*wanted, *own),
    )
    found = [
        (folders.item_of(item), Shown(item[1], holder, folder, item[0], binder))
        for folder, binder, holder, *item in rows
    ]
    still = still_shown(db, [item for item, _ in found], now)
    shown = [one for item, one in found if item.id in still]
    return sorted(shown, key=lambda one: one.folder not in own)


def _latest(db: Db, binders: Collection[BinderId]) -> list[FolderId]:
    if not binders:
        return []
    rows = db.execute(
        f"SELECT id FROM folders WHERE binder IN ({marks(binders)})"  # noqa: S608 - marks
        " ORDER BY day DESC, changed_at DESC, id LIMIT ?",
        (*binders, _MOST_OF_BINDERS),
    )
    return [FolderId(id_) for (id_,) in rows]


def _reads(db: Db, device: DeviceId, folder: FolderId, *, proof: str, now: int) -> bool:
    way = ways.strongest(db, device, FolderTarget(folder), proof=proof, now=now)
    return way is not None and way.role.allows(Role.READ)


def still_shown(db: Db, items: Collection[Item], now: int) -> set[ItemId]:
    """Those that are not withdrawn, none of which is in the trash: `is_withdrawn` for many."""
    shown = {item.id for item in items if item.holder is not None}
    came = [item for item in items if item.holder is None and item.used is not None]
    found = links.of_all(db, (), {item.used.link for item in came if item.used})
    opening = {link.used: link for link in found if link.is_open(now)}
    brought: defaultdict[DeviceId | None, list[tuple[ItemId, Link]]] = defaultdict(list)
    for item in came:
        if item.used in opening:
            brought[item.by].append((item.id, opening[item.used]))
    for by, of_device in brought.items():
        let_in = password_grants.letting_in(db, {link.id: link for _, link in of_device}.values(), by)
        shown |= {id_ for id_, link in of_device if link.id in let_in}
    return shown
