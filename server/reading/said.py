"""POST /n/{token}/read: a device says that it has read what it was shown, or takes that back."""

from aiohttp import web

from server.http.access import note_access
from server.http.answer import led_to, wants_json
from server.http.paths import own_path
from server.ids import NoteId


async def post(request: web.Request) -> web.Response:
    """Of a note by its own address, or by that of one of its links."""
    return await answer(request, note_access(request).note, back=own_path(request))


async def answer(request: web.Request, _: NoteId, *, back: str) -> web.Response:
    """Of a note that the request may read; `back` is its page."""
    return web.json_response({"state": ""}) if wants_json(request) else led_to(back)
