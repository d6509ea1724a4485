"""The end of a membership, with the links that it let somebody make in the team's classeur."""

from collections.abc import Callable
from functools import partial

from crdt.seat import Close
from server.clock import now_ms
from server.ids import BinderId, DeviceId, VisitorId
from server.links.rules import ending
from server.links.rules.ending import Ended, Ending
from server.live.revocations import Revocation, Revoker
from server.storage import Db, Engine
from server.targets import BinderTarget


def ended(binder: BinderId, visitor: VisitorId, *, by: DeviceId | None, proof: str) -> Ended:
    """Whose membership of the team of the instance ends."""
    return Ended(
        visitor=visitor,
        target=BinderTarget(binder),
        only=None,
        left=None,
        by=by,
        proof=proof,
        is_member=True,
    )


async def end(engine: Engine, revoker: Revoker, of: Ended, leave: Callable[[Db], object]) -> Ending:
    """`leave` and what ends with it, in one transaction; connections by the links end too."""
    does = await engine.read(partial(ending.find, of=of, now=now_ms()))
    ends = Revocation(does.ids, why=Close.WITHDRAWN, detail="this link was renewed")

    def work(db: Db) -> Ending:
        leave(db)
        return ending.do(db, of, told=None, also_seen=False, at=now_ms())

    async with revoker.revoking(ends):
        return await engine.write(work)
