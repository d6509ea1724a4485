"""POST /team/leave: a member leaves the team, on all their devices."""

from functools import partial

from aiohttp import web

from crdt.seat import Close
from server.binders import member_end
from server.binders.team_pages import ENDED_DETAIL
from server.errors import ConflictError
from server.http.access import DETAILS
from server.http.answer import led_to
from server.http.keys import ENGINE
from server.live.keys import ROOMS
from server.live.revocations import Revocation
from server.storage import Db
from server.visitors import leave_pages, leaving
from server.visitors.own_pages import device_of


async def leave(request: web.Request) -> web.Response:
    """Raises ConflictError for who alone manages the team's classeur while others are members."""
    visitor = device_of(request).visitor
    who = await request.app[ENGINE].read(partial(leaving.leaver, visitor=visitor))
    alone = leave_pages.alone(request)

    def work(db: Db) -> None:
        if alone(db):
            raise ConflictError("alone_in_charge")
        leaving.leave(db, visitor)

    async with request.app[ROOMS].guests.revoking(
        Revocation(who.devices, why=Close.CHANGED, detail=ENDED_DETAIL)
    ):
        if who.binder is None:
            await request.app[ENGINE].write(work)
        else:
            await member_end.end(request, member_end.ended(request, who.binder, visitor, by=None), work)
    request[DETAILS] = {"member": visitor}
    return led_to("/")
