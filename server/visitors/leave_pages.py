"""GET and POST /team/leave: a member leaves the team, on all their devices."""

from functools import partial

from aiohttp import web

from crdt.seat import Close
from server.clock import now_ms
from server.errors import ConflictError, NotFoundError
from server.http.access import DETAILS
from server.http.answer import led_to
from server.http.keys import ENGINE
from server.ids import VisitorId
from server.live.revocations import Revocation
from server.live.rooms import ROOMS
from server.storage import Db, team
from server.visitors import leaving
from server.visitors.own_pages import device_of, own_page
from server.visitors.team import TEAM


async def ask(request: web.Request) -> web.Response:
    """What it ends, before it is done. Raises NotFoundError for who is no member."""
    alone = await request.app[ENGINE].read(_alone(request))
    return own_page(request, "team-leave.html", alone=alone)


async def leave(request: web.Request) -> web.Response:
    """Raises ConflictError for who alone manages the team's classeur while others are members."""
    visitor = device_of(request).visitor
    who = await request.app[ENGINE].read(partial(leaving.leaver, visitor=visitor))
    alone = _alone(request)

    def work(db: Db) -> None:
        if alone(db):
            raise ConflictError("alone_in_charge")
        leaving.leave(db, visitor)

    detail = "the membership of this device has ended"
    async with request.app[ROOMS].guests.revoking(Revocation(who.devices, why=Close.CHANGED, detail=detail)):
        await request.app[ENGINE].write(work)
    request[DETAILS] = {"member": visitor}
    return led_to("/")


def _alone(request: web.Request) -> "partial[bool]":
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
