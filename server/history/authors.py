"""Authors: the visitor behind each client id of a note, and the time of each letter."""

from functools import partial
from typing import Any

from aiohttp import web

from server.clock import as_datetime
from server.errors import NotFoundError
from server.history.timeline import TIMELINES
from server.http.access import note_access
from server.http.keys import ENGINE
from server.ids import NoteId
from server.live.rooms import ROOMS
from server.storage import Db


async def get(request: web.Request) -> web.Response:
    """GET /n/{token}/authors: the people who have written, and the client ids that each wrote under."""
    note = note_access(request).note
    async with request.app[ROOMS].visit(note) as open_note:
        await open_note.settled()
    people = await request.app[ENGINE].read(partial(_people, note=note))
    return web.json_response({"people": people})


async def letter(request: web.Request) -> web.Response:
    """GET /n/{token}/letter/{client}/{clock}: when one letter came."""
    client, clock = (int(request.match_info[name]) for name in ("client", "clock"))
    story = await request.app[TIMELINES].of(note_access(request).note)
    at = story.came_at(client, clock)
    if at is None:
        raise NotFoundError("not_found")
    return web.json_response({"at": as_datetime(at).isoformat()})


def _people(db: Db, *, note: NoteId) -> list[dict[str, Any]]:
    rows = db.execute(
        "SELECT visitors.id, visitors.name, visitors.colour, client_ids.client FROM client_ids"
        " JOIN visitors ON visitors.id = client_ids.visitor"
        " WHERE client_ids.note = ? ORDER BY visitors.created_at, visitors.id",
        (note,),
    )
    people: dict[str, dict[str, Any]] = {}
    for id_, name, colour, client in rows:
        person = people.setdefault(id_, {"name": name, "colour": colour, "clients": []})
        person["clients"].append(client)
    return list(people.values())
