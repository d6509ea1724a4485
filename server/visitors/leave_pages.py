"""GET /team/leave: the page before a member leaves the team, on all their devices."""

from functools import partial

from aiohttp import web

from server.clock import now_ms
from server.http.keys import ENGINE
from server.visitors.leaving import is_alone_in_charge
from server.visitors.own_pages import device_of, own_page
from server.visitors.team import TEAM


async def ask(request: web.Request) -> web.Response:
    """What it ends, before it is done. Raises NotFoundError for who is no member."""
    look = partial(
        is_alone_in_charge,
        visitor=device_of(request).visitor,
        proof=request.app[TEAM].proof,
        now=now_ms(),
    )
    is_alone = await request.app[ENGINE].read(look)
    return own_page(request, "team-leave.html", alone=is_alone)
