"""POST /team/leave: a member leaves the team, on all their devices."""

from aiohttp import web

from server.binders.rules import members
from server.http.answer import led_to
from server.http.audit_rows import recorded
from server.http.keys import ENGINE
from server.live.keys import ROOMS
from server.visitors.own_pages import device_of
from server.visitors.team import TEAM


async def leave(request: web.Request) -> web.Response:
    """Lead home once it is done."""
    visitor, proof = device_of(request).visitor, request.app[TEAM].proof
    done = await members.leave(request.app[ENGINE], request.app[ROOMS].guests, visitor=visitor, proof=proof)
    recorded(request, done)
    return led_to("/")
