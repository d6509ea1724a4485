"""Authors: the visitor behind each client id of a note, the letters that were put back, and times."""

from functools import partial
from typing import Any

from aiohttp import web

from server.clock import as_datetime
from server.errors import NotFoundError
from server.history.timeline import TIMELINES
from server.http.access import note_access
from server.http.keys import ENGINE
from server.ids import NoteId
from server.live.keys import ROOMS
from server.storage import Db, notes


async def get(request: web.Request) -> web.Response:
    """GET /n/{token}/authors: the people who have written, and the client ids that each wrote under.

    `copies` are letters that were put back: client, from, to before, and the client that typed them.
    """
    note = note_access(request).note
    async with request.app[ROOMS].visit(note) as open_note:
        await open_note.settled()
    people = await request.app[ENGINE].read(partial(_people, note=note))
    told = await request.app[TIMELINES].of(note)
    copies = [[client, copy.start, copy.end, copy.typist] for client, copy in told.copies]
    return web.json_response({"people": people, "copies": copies})


async def letter(request: web.Request) -> web.Response:
    """GET /n/{token}/letter/{client}/{clock}: when one letter came."""
    client, clock = (int(request.match_info[name]) for name in ("client", "clock"))
    story = await request.app[TIMELINES].of(note_access(request).note)
    at = story.came_at(client, clock)
    if at is None:
        raise NotFoundError("not_found")
    return web.json_response({"at": as_datetime(at).isoformat()})


def _people(db: Db, *, note: NoteId) -> list[dict[str, Any]]:
    people: dict[str, dict[str, Any]] = {}
    for one in notes.writers(db, note):
        person = people.setdefault(one.visitor, {"name": one.name, "colour": one.colour, "clients": []})
        person["clients"].append(one.client)
    return list(people.values())
