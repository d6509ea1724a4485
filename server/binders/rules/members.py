"""Members of the team at its classeur: readmitted by who manages it, or leaving by themselves."""

from functools import partial
from typing import Final

from crdt.seat import Close
from server.binders.rules import member_end
from server.clock import now_ms
from server.deeds import Done
from server.errors import ConflictError, NotFoundError
from server.ids import VisitorId
from server.live.revocations import Revocation, Revoker
from server.storage import Db, Engine, members
from server.visitors import leaving

ENDED_DETAIL: Final = "the membership of this device has ended"


def readmit(db: Db, *, visitor: VisitorId) -> Done[None]:
    """Whom the provider names may sign in again. Raises NotFoundError for who was not named by one."""
    of = members.persons(db, visitor)
    members.remove(db, of, None)
    if not of:
        raise NotFoundError("not_found")
    return Done(what="member-readmitted", result=None, details={"member": visitor})


async def leave(engine: Engine, revoker: Revoker, *, visitor: VisitorId, proof: str) -> Done[None]:
    """A member leaves the team, on all their devices.

    Raises NotFoundError for a stranger, ConflictError for who alone manages the team's classeur while others
    are members.
    """
    who = await engine.read(partial(leaving.leaver, visitor=visitor))

    def work(db: Db) -> None:
        if leaving.is_alone_in_charge(db, visitor=visitor, proof=proof, now=now_ms()):
            raise ConflictError("alone_in_charge")
        leaving.leave(db, visitor)

    ends = Revocation(who.devices, why=Close.CHANGED, detail=ENDED_DETAIL)
    async with revoker.revoking(ends):
        if who.binder is None:
            await engine.write(work)
        else:
            of = member_end.ended(who.binder, visitor, by=None, proof=proof)
            await member_end.end(engine, revoker, of, work)
    return Done(what="member-left", result=None, details={"member": visitor})
