"""Moves notes into a classeur and out of it; connections that had no other right end."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final

from crdt.roles import Role
from crdt.seat import Close
from server.clock import now_ms
from server.deeds import Done
from server.errors import ConflictError, ForbiddenError, NotFoundError
from server.ids import BinderId, DeviceId, NoteId
from server.live.guests import Guests
from server.live.revocations import Revocation
from server.rights.access import NoteAccess
from server.storage import Db, Engine, binder_moves, binders, losses, readers, trash, ways
from server.storage.binders import BinderRow
from server.storage.rights import grants
from server.targets import BinderTarget, NoteTarget

MOST_NOTES: Final = 500


async def move(
    engine: Engine,
    guests: Guests,
    ids: Sequence[NoteId],
    to: BinderId | None,
    *,
    device: DeviceId | None,
    proof: str,
    out_of: BinderId | None = None,
) -> Done[None]:
    """All or none, `to` a classeur or out of each one's own. Raises as `leaving`.

    Connections that had no other right end; their last letters are on disk before.
    """
    # Before anybody is cut off.
    await engine.read(partial(_expect, device=device, ids=ids, out_of=out_of, proof=proof, now=now_ms()))
    held = [one for one in guests.held() if one.note in ids]
    staying = await engine.read(partial(_staying, held=held, to=to, proof=proof, now=now_ms()))
    detail = "the note has moved"
    work = partial(_write, device=device, ids=ids, to=to, out_of=out_of, proof=proof, now=now_ms())
    async with guests.revoking(Revocation(ids, why=Close.CHANGED, detail=detail, but=staying, only_own=True)):
        await engine.write(work)
    what = "notes-put-in" if to else "notes-taken-out"
    return Done(what=what, result=None, details={"notes": list(ids), "to": to or ""})


def leaving(db: Db, device: DeviceId | None, note: NoteId, *, proof: str, now: int) -> BinderRow | None:
    """The classeur that a note leaves when this device moves it, None where it is in none.

    To manage the note is asked: by a grant of its own or by the classeur. A link never gives that.
    Raises NotFoundError for a note that the device does not know, ForbiddenError, ConflictError.
    """
    target = NoteTarget(note)
    way = ways.strongest(db, device, target, proof=proof, now=now) if device else None
    if way is None or trash.holds(db, note):
        raise NotFoundError("no_access")
    if not way.role.allows(Role.MANAGE):
        raise ForbiddenError("not_movable")
    if losses.freezes(db, target, now):
        raise ConflictError("frozen")
    return binders.holding(db, target)


def is_left(db: Db, *, access: NoteAccess, proof: str, now: int) -> bool:
    """Whether the address still opens once the note has moved."""
    way = ways.strongest(db, access.device, access.target, proof=proof, now=now) if access.device else None
    return way is not None or not access.is_own


def _expect(
    db: Db, *, device: DeviceId | None, ids: Iterable[NoteId], out_of: BinderId | None, proof: str, now: int
) -> dict[NoteId, BinderRow | None]:
    """The classeur that each note leaves. Raises as `leaving`."""
    found = {note: leaving(db, device, note, proof=proof, now=now) for note in ids}
    if out_of is not None and any(holder is None or holder.id != out_of for holder in found.values()):
        raise NotFoundError("no_access")
    return found


def _write(
    db: Db,
    *,
    device: DeviceId | None,
    ids: Sequence[NoteId],
    to: BinderId | None,
    out_of: BinderId | None,
    proof: str,
    now: int,
) -> None:
    found = _expect(db, device=device, ids=ids, out_of=out_of, proof=proof, now=now)
    managed = readers.managed(db, ids)
    for note, holder in found.items():
        if (holder.id if holder else None) == to:
            continue
        binder_moves.put(db, NoteTarget(note), to, by=device, at=now)
        # What only the classeur managed would be nobody's.
        if to is None and note not in managed and device is not None:
            grants.grant(db, device, NoteTarget(note), Role.MANAGE)


def _staying(
    db: Db, *, held: Iterable[NoteAccess], to: BinderId | None, proof: str, now: int
) -> frozenset[DeviceId]:
    """The devices of connections that keep the same right where the note goes."""
    stay: set[DeviceId] = set()
    go: set[DeviceId] = set()
    for access in held:
        if access.device is not None:
            after = _after(db, access, access.device, to, proof, now)
            (stay if after is access.role else go).add(access.device)
    return frozenset(stay - go)


def _after(
    db: Db, access: NoteAccess, device: DeviceId, to: BinderId | None, proof: str, now: int
) -> Role | None:
    own = ways.strongest(db, device, access.target, proof=proof, now=now, outside=True)
    there = ways.strongest(db, device, BinderTarget(to), proof=proof, now=now) if to else None
    return max((way.role for way in (own, there) if way), key=Role.rank, default=None)
