"""The end of a membership, with the links that it let somebody make in the team's classeur."""

from collections.abc import Callable
from functools import partial

from aiohttp import web

from crdt.seat import Close
from server.clock import now_ms
from server.http.keys import ENGINE
from server.ids import BinderId, DeviceId, VisitorId
from server.links.rules import ending
from server.links.rules.ending import Ended, Ending
from server.live.keys import ROOMS
from server.live.revocations import Revocation
from server.storage import Db
from server.targets import BinderTarget
from server.visitors.team import TEAM


def ended(request: web.Request, binder: BinderId, visitor: VisitorId, *, by: DeviceId | None) -> Ended:
    """Whose membership of the team of the instance ends."""
    return Ended(
        visitor=visitor,
        target=BinderTarget(binder),
        only=None,
        left=None,
        by=by,
        proof=request.app[TEAM].proof,
        is_member=True,
    )


async def end(request: web.Request, of: Ended, leave: Callable[[Db], object]) -> Ending:
    """`leave` and what ends with it, in one transaction; connections by the links end too."""
    does = await request.app[ENGINE].read(partial(ending.find, of=of, now=now_ms()))
    ends = Revocation(does.ids, why=Close.WITHDRAWN, detail="this link was renewed")

    def work(db: Db) -> Ending:
        leave(db)
        return ending.do(db, of, told=None, also_seen=False, at=now_ms())

    async with request.app[ROOMS].guests.revoking(ends):
        return await request.app[ENGINE].write(work)
