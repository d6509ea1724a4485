"""GET /team/leave: the page before a member leaves the team, on all their devices."""

from functools import partial

from aiohttp import web

from server.clock import now_ms
from server.errors import NotFoundError
from server.http.keys import ENGINE
from server.ids import VisitorId
from server.storage import Db, team
from server.visitors.own_pages import device_of, own_page
from server.visitors.team import TEAM


async def ask(request: web.Request) -> web.Response:
    """What it ends, before it is done. Raises NotFoundError for who is no member."""
    is_alone = await request.app[ENGINE].read(alone(request))
    return own_page(request, "team-leave.html", alone=is_alone)


def alone(request: web.Request) -> "partial[bool]":
    """Whether others would be left with nobody to remove people; raises NotFoundError for a stranger."""
    return partial(
        _is_alone_in_charge,
        visitor=device_of(request).visitor,
        proof=request.app[TEAM].proof,
        now=now_ms(),
    )


def _is_alone_in_charge(db: Db, *, visitor: VisitorId, proof: str, now: int) -> bool:
    """Whether others would be left without anybody to remove people. Raises NotFoundError for a stranger."""
    people = team.people(db, proof=proof, now=now)
    me = next((one for one in people if one.visitor == visitor and one.is_member), None)
    if me is None:
        raise NotFoundError("not_found")
    others = [one for one in people if one is not me and one.is_member]
    return me.manages and bool(others) and not any(one.manages for one in people if one is not me)
