"""POST /n/{token}/read: a device says that it has read what it was shown, or takes that back."""

import re
from functools import partial
from typing import Final

from aiohttp import web

from server.clock import now_ms
from server.errors import BadInputError
from server.http.access import ACCESS, note_access
from server.http.answer import led_to, wants_json
from server.http.body import read_form, read_json
from server.http.keys import ENGINE, SEAL
from server.http.paths import own_path
from server.ids import NoteId
from server.reading.readings import READINGS
from server.reading.states import states
from server.storage import readings
from server.storage.readings import Position

_FIELDS: Final = {"seen", "do", "next"}
# The addresses that a page of ours has to lead on to; nothing else is followed.
_NEXT: Final = re.compile(r"/|/[npc]/[A-Za-z0-9_-]{22,32}(/[A-Za-z0-9_-]+)*(\?[A-Za-z0-9_=&-]*)?")


async def post(request: web.Request) -> web.Response:
    """Of a note by its own address, or by that of one of its links."""
    return await answer(request, note_access(request).note, back=own_path(request))


async def answer(request: web.Request, note: NoteId, *, back: str) -> web.Response:
    """Of a note that the request may read; `back` is its page. Raises BadInputError."""
    is_json = wants_json(request)
    fields = await (read_json(request, _FIELDS) if is_json else read_form(request))
    await _do(request, note, seen=fields.get("seen"), do=fields.get("do"))
    if not is_json:
        following = fields.get("next")
        is_ours = isinstance(following, str) and _NEXT.fullmatch(following)
        return led_to(str(following) if is_ours else back)
    found = await states(request, [note], came_at=now_ms())
    return web.json_response({"state": found[note].kind})


async def _do(request: web.Request, note: NoteId, *, seen: object, do: object) -> None:
    device, kept = request[ACCESS].device, request.app[READINGS]
    version = request.app[SEAL].was_shown(seen, device, note) if device and isinstance(seen, str) else None
    if device is None or version is None:
        raise BadInputError("bad_seen", pointer="/seen")
    position, at = Position(version.epoch, version.seq), now_ms()
    match do:
        case "read":
            await kept.say(device, note, position, shown_at=version.at, at=at)
        case "undo":
            undo = partial(readings.take_back, device=device, note=note, position=position)
            await request.app[ENGINE].write(undo)
        case "shown":
            await kept.shown_before(device, note, position, at=version.at)
        case _:
            raise BadInputError("bad_reading", pointer="/do")
