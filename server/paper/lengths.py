"""GET /n/{token}/extent: how many pages a note fills on paper, beside how many were asked for."""

from dataclasses import replace
from functools import partial

from aiohttp import web

from export.note.brief import Brief
from server.keys import ACCESS, ENGINE, EXTENTS, PRESS, ROOMS
from server.paper.briefs import live_brief, this_minute
from server.paper.extents import Extents
from server.storage import NoteId, cards


async def get(request: web.Request) -> web.Response:
    note = request[ACCESS].note
    async with request.app[ROOMS].visit(note) as hosting:
        pages = await request.app[EXTENTS].pages(note, hosting.seq)
    row = await request.app[ENGINE].read(partial(cards.find, note=note))
    return web.json_response({"pages": pages, "budget": row.card.budget})


def extents(app: web.Application) -> Extents:
    """Those of the notes that are open now."""
    rooms = app[ROOMS]
    return Extents(
        shown=rooms.shown,
        brief_of=partial(_brief, app),
        is_free=lambda: app[PRESS].is_free,
        tell=lambda note, pages: rooms.tell(note, "extent", pages=pages),
    )


async def _brief(app: web.Application, note: NoteId) -> Brief:
    """With all that an edition has at its head, which takes room."""
    brief = await live_brief(app, note, printed_at=this_minute())
    return replace(brief, url="pochette:", code="AAAA-AAAA", version="v1", edition=1)
