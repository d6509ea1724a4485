"""A member of the team is removed, with what they could keep."""

from dataclasses import dataclass
from functools import partial

from crdt.seat import Close
from server.binders.rules import member_end
from server.binders.rules.members import ENDED_DETAIL
from server.clock import now_ms
from server.deeds import Done
from server.ids import DeviceId
from server.links.rules.ending import Ended, Ending
from server.live.revocations import Revocation, Revoker
from server.storage import Engine
from server.visitors import leaving
from server.visitors.leaving import NewPassphrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """What ended, and the devices that were theirs before."""

    does: Ending
    devices: tuple[DeviceId, ...]


async def remove(engine: Engine, revoker: Revoker, of: Ended, *, new: NewPassphrase | None) -> Done[Removed]:
    """No member any more, at once; `new` takes the place of the passphrase, where there is one."""
    who = await engine.read(partial(leaving.leaver, visitor=of.visitor))
    leave = partial(leaving.remove, visitor=of.visitor, new=new, at=now_ms())
    ends = Revocation(who.devices, why=Close.CHANGED, detail=ENDED_DETAIL)
    async with revoker.revoking(ends):
        does = await member_end.end(engine, revoker, of, leave)
    details = {"member": of.visitor, "passphrase": new is not None} | does.facts()
    removed = Removed(does=does, devices=who.devices)
    return Done(what="member-removed", result=removed, details=details)
