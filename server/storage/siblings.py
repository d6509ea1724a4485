"""Siblings of a note: the notes of its classeur that a device may read, and the themes on their cards."""

from crdt.roles import Role
from server.ids import BinderId, DeviceId, NoteId
from server.storage import Db, binder_list, binders, ways
from server.storage.devices import SHARING
from server.targets import BinderTarget, NoteTarget


def titles(
    db: Db, note: NoteId, device: DeviceId | None, *, proof: str, now: int
) -> list[tuple[NoteId, str]] | None:
    """In the order of their titles, without the note itself; None where no classeur holds it."""
    binder = binders.holding(db, NoteTarget(note))
    if binder is None:
        return None
    if device is None:
        return []
    found = [(id_, title) for id_, title in binders.titles(db, binder.id) if id_ != note]
    if reads_in(db, binder.id, device, proof=proof, now=now):
        return found
    known = _known(db, device)
    return [(id_, title) for id_, title in found if id_ in known and _reads(db, id_, device, proof, now)]


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


def _reads(db: Db, note: NoteId, device: DeviceId, proof: str, now: int) -> bool:
    way = ways.strongest(db, device, NoteTarget(note), proof=proof, now=now)
    return way is not None and way.role.allows(Role.READ)


def _known(db: Db, device: DeviceId) -> frozenset[str]:
    """What the device came to by a link, or was given; whether that still opens is another question."""
    rows = db.execute(
        f"SELECT target FROM openings WHERE device IN ({SHARING})"  # noqa: S608 - a constant
        f" UNION SELECT target FROM grants WHERE device IN ({SHARING})",
        (device, device),
    )
    return frozenset(target for (target,) in rows)
