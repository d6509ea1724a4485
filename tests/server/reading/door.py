"""Two more addresses of a note, for tests: what its page would show, and its state in a list."""

from collections.abc import Mapping
from dataclasses import asdict

from aiohttp import web

from crdt.roles import Role
from server.clock import as_datetime
from server.http.access import RULES, Rule, note_access
from server.reading.page import look, reading
from server.reading.states import came_at, states
from server.targets import NoteTarget


async def _told(request: web.Request) -> web.Response:
    shown = await look(request.app, note_access(request).note, printed_at=as_datetime(0))
    told = await reading(request, shown, base="/x", url="/y")
    since = told["since"]
    if since is not None:
        told["since"] = since | {"at": since["at"].isoformat()}
    return web.json_response(told)


async def _state(request: web.Request) -> web.Response:
    access = note_access(request)
    since = request.query.get("came_at")
    came = int(since) if since else await came_at(request, access.target)
    found = (await states(request, [access.note], came_at=came))[access.note]
    return web.json_response(asdict(found) | {"at": found.at.isoformat() if found.at else None})


def tell(app: web.Application) -> None:
    """Add them to an application that has not started."""
    rules: Mapping[web.AbstractRoute, Rule] = app[RULES]
    more = {}
    for name, handler in (("told", _told), ("state", _state)):
        path = f"/n/{{token}}/{name}"
        more[app.router.add_get(path, handler)] = Rule(path=path, target=NoteTarget, need=Role.READ)
    app[RULES] = {**rules, **more}
