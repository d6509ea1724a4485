"""Notes that move into a classeur and out of it: who may, and who is cut off."""

from collections.abc import Mapping, Sequence
from functools import partial

from aiohttp import web

from server.binders.rules import moving as rules
from server.clock import now_ms
from server.errors import BadInputError, inside
from server.http.access import ACCESS, binder_access, note_access
from server.http.answer import led_to, wants_json
from server.http.audit_rows import recorded
from server.http.body import read_form, read_json, repeated
from server.http.keys import ENGINE
from server.http.paths import own_path
from server.ids import BinderId, NoteId
from server.live.keys import ROOMS
from server.visitors.team import TEAM


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
    left = partial(rules.is_left, access=access, proof=proof, now=now_ms())
    return led_to(own_path(request) if await request.app[ENGINE].read(left) else "/")


async def asked_notes(request: web.Request) -> tuple[NoteId, ...]:
    """The notes that are named in the body, a form or JSON, each once. Raises BadInputError."""
    if wants_json(request):
        fields: Mapping[str, object] = await read_json(request, {"notes"})
        named = fields.get("notes")
    else:
        named = repeated(await read_form(request), "notes")
    with inside("notes"):
        if not isinstance(named, list) or not 0 < len(named) <= rules.MOST_NOTES:
            raise BadInputError("bad_notes", most=rules.MOST_NOTES)
        ids = [NoteId(one) for one in named if isinstance(one, str)]
        if len(ids) < len(named):
            raise BadInputError("bad_notes", most=rules.MOST_NOTES)
    return tuple(dict.fromkeys(ids))


async def _move(
    request: web.Request, ids: Sequence[NoteId], to: BinderId | None, *, out_of: BinderId | None = None
) -> None:
    done = await rules.move(
        request.app[ENGINE],
        request.app[ROOMS].guests,
        ids,
        to,
        device=request[ACCESS].device,
        proof=request.app[TEAM].proof,
        out_of=out_of,
    )
    recorded(request, done)


def _moved(request: web.Request, ids: Sequence[NoteId]) -> web.Response:
    """How many, for a program; the classeur, for a form."""
    return web.json_response({"moved": len(ids)}) if wants_json(request) else led_to(own_path(request))
