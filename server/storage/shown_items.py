"""Notes of a pochette that it still shows, and notes that a device may read in pochettes alone."""

from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from crdt.roles import Role
from server.ids import BinderId, DeviceId, FolderId, ItemId, NoteId
from server.storage import Db, folders, notes, password_grants, ways
from server.storage.folders import Item
from server.targets import FolderTarget

# The latest ones: each is asked for its right, and each of its notes whether it is still shown.
_MOST: Final = 30


class Shown(NamedTuple):
    """Where a pochette shows a note; `holder` is the classeur of the note."""

    note: NoteId
    holder: BinderId | None
    folder: FolderId
    item: ItemId


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
    db: Db, device: DeviceId, *, outside: Collection[BinderId], proof: str, now: int
) -> Iterator[Shown]:
    """What the pochettes of a device show it, newest day first; of none that is in these classeurs."""
    for opening in folders.openings(db, device, outside=outside)[:_MOST]:
        folder = opening.folder.id
        way = ways.strongest(db, device, FolderTarget(folder), proof=proof, now=now)
        if way is None or not way.role.allows(Role.READ):
            continue
        for item in folders.items(db, folder):
            if not is_withdrawn(db, item, now):
                yield Shown(item.note, _holder(db, item.note), folder, item.id)


def _holder(db: Db, note: NoteId) -> BinderId | None:
    rows = db.execute("SELECT binder FROM notes WHERE id = ?", (note,))
    return next((binder for (binder,) in rows), None)
