"""Siblings of a note: those of its classeur, of none those of the device; themes on their cards."""

from crdt.roles import Role
from server.ids import BinderId, DeviceId, NoteId
from server.storage import Db, binder_list, binders, notes, ways
from server.storage.readable import Readable, rights
from server.targets import BinderTarget, NoteTarget


def titles(
    db: Db, note: NoteId, device: DeviceId | None, *, proof: str, now: int
) -> tuple[bool, list[tuple[NoteId, str]]]:
    """Whether a classeur holds the note; what the device may read there, of none whatever it may read."""
    binder = binders.holding(db, NoteTarget(note))
    held = rights(db, device, proof=proof, now=now) if device else Readable()
    if binder is None:
        found = [
            *notes.titles(db, held.notes),
            *(one for id_ in held.binders for one in binders.titles(db, id_)),
        ]
    else:
        is_whole = binder.id in held.binders
        found = [one for one in binders.titles(db, binder.id) if is_whole or one[0] in held.notes]
    return binder is not None, [(id_, title) for id_, title in dict(found).items() if id_ != note]


def themes(db: Db, note: NoteId, device: DeviceId | None, *, proof: str, now: int) -> dict[str, int]:
    """How many notes of the classeur have each theme, told to who may read all of them."""
    binder = binders.holding(db, NoteTarget(note))
    if binder is None or device is None or not reads_in(db, binder.id, device, proof=proof, now=now):
        return {}
    return {theme: many for theme, many in binder_list.themes(db, binder.id).items() if theme}


def reads_in(db: Db, binder: BinderId, device: DeviceId, *, proof: str, now: int) -> bool:
    """Whether the device may read whatever is in the classeur."""
    way = ways.strongest(db, device, BinderTarget(binder), proof=proof, now=now)
    return way is not None and way.role.allows(Role.READ)
