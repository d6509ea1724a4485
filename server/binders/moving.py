"""Notes that move into a classeur and out of it: who may, who will read them, and who is cut off."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from aiohttp import web

from crdt.roles import Role
from crdt.seat import Close
from server.clock import now_ms
from server.errors import BadInputError, ConflictError, ForbiddenError, NotFoundError
from server.http.access import DETAILS, BinderAccess, NoteAccess, binder_access
from server.http.body import inside, read_json
from server.http.keys import ENGINE
from server.ids import BinderId, DeviceId, NoteId
from server.live.rooms import ROOMS
from server.storage import Db, binders, cards, links, losses, trash, ways
from server.storage.ways import Way
from server.targets import BinderTarget, NoteTarget
from server.visitors.team import TEAM

MOST_NOTES: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What a move would do: the people who would read and change the notes, and the links that stay open.

    `classified` of the notes say a classification on their card: these are never put in by default.
    """

    notes: int
    readers: int
    editors: int
    links: int
    classified: int


async def ask(request: web.Request) -> web.Response:
    """POST /c/{token}/moving: what putting these notes in would do, in numbers; nothing is changed."""
    access, ids = binder_access(request), await _ids(request)
    look = partial(_ask, access=access, ids=ids, proof=request.app[TEAM].proof, now=now_ms())
    found = await request.app[ENGINE].read(look)
    return web.json_response(
        {
            "notes": found.notes,
            "readers": found.readers,
            "editors": found.editors,
            "links": found.links,
            "classified": found.classified,
        }
    )


async def put_in(request: web.Request) -> web.Response:
    """POST /c/{token}/put: notes that this device manages, from no classeur or from one that it manages."""
    access, ids = binder_access(request), await _ids(request)
    await _move(request, access, ids, access.binder_id)
    return web.json_response({"moved": len(ids)})


async def take_out(request: web.Request) -> web.Response:
    """POST /c/{token}/take-out: by who manages the classeur, or the note beside it."""
    access, ids = binder_access(request), await _ids(request)
    await _move(request, access, ids, None)
    return web.json_response({"moved": len(ids)})


async def _move(
    request: web.Request, access: BinderAccess, ids: Sequence[NoteId], to: BinderId | None
) -> None:
    """All or none. Connections that had no other right end; their last letters are on disk before."""
    rooms, proof = request.app[ROOMS], request.app[TEAM].proof
    work = partial(_write, access=access, ids=ids, to=to, proof=proof)
    held = [one for one in rooms.held() if one.note in ids]
    staying = await request.app[ENGINE].read(partial(_staying, held=held, to=to, proof=proof, now=now_ms()))
    detail = "the note has moved"
    async with rooms.revoking(*ids, why=Close.CHANGED, detail=detail, but=staying, only_own=True):
        await request.app[ENGINE].write(partial(work, now=now_ms()))
    request[DETAILS] = {"notes": list(ids), "to": to or ""}


def _write(
    db: Db, *, access: BinderAccess, ids: Iterable[NoteId], to: BinderId | None, proof: str, now: int
) -> None:
    """Raises NotFoundError for a note that this device does not know, ForbiddenError for one that stays."""
    for note in ids:
        _expect_movable(db, access, note, to, proof, now)
        binders.put_note(db, note, to)


def _expect_movable(
    db: Db, access: BinderAccess, note: NoteId, to: BinderId | None, proof: str, now: int
) -> None:
    """To put in: manage on the note, edit on the classeur. To take out: manage on either of them.

    Raises ConflictError while a theft is pending: another classeur may be the thief's.
    """
    way = _way(db, access.device, note, proof, now)
    if way is None or trash.holds(db, note):
        raise NotFoundError("no_access")
    holder = binders.holding(db, NoteTarget(note))
    if to is None and (holder is None or holder.id != access.binder_id):
        raise NotFoundError("no_access")
    if not way.role.allows(Role.MANAGE):
        raise ForbiddenError("not_yours")
    if losses.freezes(db, NoteTarget(note), now):
        raise ConflictError("frozen")


def _way(db: Db, device: DeviceId | None, note: NoteId, proof: str, now: int) -> Way | None:
    return ways.strongest(db, device, NoteTarget(note), proof=proof, now=now) if device else None


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


def _ask(db: Db, *, access: BinderAccess, ids: Sequence[NoteId], proof: str, now: int) -> Moved:
    for note in ids:
        _expect_movable(db, access, note, access.binder_id, proof, now)
    people = binders.people(db, access.binder_id, proof=proof, now=now)
    return Moved(
        notes=len(ids),
        readers=len(people),
        editors=sum(role.allows(Role.EDIT) for role in people.values()),
        links=sum(link.is_open(now) for note in ids for link in links.of_note(db, note)),
        classified=sum(bool(cards.find(db, note).card.classification) for note in ids),
    )


async def _ids(request: web.Request) -> tuple[NoteId, ...]:
    """The notes that are named in the body. Raises BadInputError."""
    asked = await read_json(request, {"notes"})
    with inside("notes"):
        named = asked.get("notes")
        if not isinstance(named, list) or not 0 < len(named) <= MOST_NOTES:
            raise BadInputError("bad_notes", most=MOST_NOTES)
        if not all(isinstance(one, str) for one in named):
            raise BadInputError("bad_notes", most=MOST_NOTES)
    return tuple(dict.fromkeys(NoteId(one) for one in named))
