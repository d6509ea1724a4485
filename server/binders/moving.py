"""Notes that move into a classeur and out of it: who may, and who is cut off."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Final

from aiohttp import web

from crdt.roles import Role
from crdt.seat import Close
from server.clock import now_ms
from server.errors import BadInputError, ConflictError, ForbiddenError, NotFoundError, inside
from server.http.access import ACCESS, DETAILS, binder_access, note_access
from server.http.answer import led_to, wants_json
from server.http.body import read_form, read_json, repeated
from server.http.keys import ENGINE
from server.http.paths import own_path
from server.ids import BinderId, DeviceId, NoteId
from server.live.keys import ROOMS
from server.live.revocations import Revocation
from server.rights.access import NoteAccess
from server.storage import Db, binder_moves, binders, links, losses, readers, trash, ways
from server.storage.binders import BinderRow
from server.targets import BinderTarget, NoteTarget
from server.visitors.team import TEAM

MOST_NOTES: Final = 500


async def put_in(request: web.Request) -> web.Response:
    """POST /c/{token}/put: notes that this device manages, from no classeur or from another one."""
    ids = await asked_notes(request)
    await _move(request, ids, binder_access(request).binder_id)
    return _moved(request, ids)


async def take_out(request: web.Request) -> web.Response:
    """POST /c/{token}/take-out: notes of this classeur, by who manages it or the notes themselves."""
    ids = await asked_notes(request)
    await _move(request, ids, None, out_of=binder_access(request).binder_id)
    return _moved(request, ids)


async def take_one_out(request: web.Request) -> web.Response:
    """POST /n/{token}/take-out: the same of one note, also by who manages it and not its classeur."""
    await read_form(request)
    access, proof = note_access(request), request.app[TEAM].proof
    await _move(request, (access.note,), None)
    left = partial(_left, access=access, proof=proof, now=now_ms())
    return led_to(own_path(request) if await request.app[ENGINE].read(left) else "/")


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


async def asked_notes(request: web.Request) -> tuple[NoteId, ...]:
    """The notes that are named in the body, a form or JSON, each once. Raises BadInputError."""
    if wants_json(request):
        fields: Mapping[str, object] = await read_json(request, {"notes"})
        named = fields.get("notes")
    else:
        named = repeated(await read_form(request), "notes")
    with inside("notes"):
        if not isinstance(named, list) or not 0 < len(named) <= MOST_NOTES:
            raise BadInputError("bad_notes", most=MOST_NOTES)
        ids = [NoteId(one) for one in named if isinstance(one, str)]
        if len(ids) < len(named):
            raise BadInputError("bad_notes", most=MOST_NOTES)
    return tuple(dict.fromkeys(ids))


async def _move(
    request: web.Request, ids: Sequence[NoteId], to: BinderId | None, *, out_of: BinderId | None = None
) -> None:
    """All or none. Connections that had no other right end; their last letters are on disk before."""
    rooms, engine, proof = request.app[ROOMS], request.app[ENGINE], request.app[TEAM].proof
    device = request[ACCESS].device
    # Before anybody is cut off.
    await engine.read(partial(_expect, device=device, ids=ids, out_of=out_of, proof=proof, now=now_ms()))
    held = [one for one in rooms.guests.held() if one.note in ids]
    staying = await engine.read(partial(_staying, held=held, to=to, proof=proof, now=now_ms()))
    detail = "the note has moved"
    work = partial(_write, device=device, ids=ids, to=to, out_of=out_of, proof=proof, now=now_ms())
    async with rooms.guests.revoking(
        Revocation(ids, why=Close.CHANGED, detail=detail, but=staying, only_own=True)
    ):
        await engine.write(work)
    request[DETAILS] = {"notes": list(ids), "to": to or ""}


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
            links.grant(db, device, note, Role.MANAGE)


def _left(db: Db, *, access: NoteAccess, proof: str, now: int) -> bool:
    """Whether the address still opens once the note has moved."""
    way = ways.strongest(db, access.device, access.target, proof=proof, now=now) if access.device else None
    return way is not None or not access.is_own


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


def _moved(request: web.Request, ids: Sequence[NoteId]) -> web.Response:
    """How many, for a program; the classeur, for a form."""
    return web.json_response({"moved": len(ids)}) if wants_json(request) else led_to(own_path(request))
