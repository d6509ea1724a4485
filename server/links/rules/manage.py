"""The right to manage, handed on; and the notice of a lost device, set aside."""

from functools import partial

from server.clock import now_ms
from server.deeds import Done
from server.errors import NotFoundError
from server.ids import DeviceId, LinkId, VisitorId
from server.storage import Db, Engine, loss_notices, managing
from server.storage.rights import handovers
from server.storage.rights.handovers import Handover
from server.targets import Target
from server.visitors.freeze import unfrozen


async def give(
    engine: Engine, *, target: Target, visitor: VisitorId, by: DeviceId, keeps: bool
) -> Done[None]:
    """Let somebody who is known there manage it too, or in the place of `by`.

    Raises ConflictError while a loss is pending, NotFoundError for who is not known there.
    """
    await unfrozen(engine, target)
    work = partial(_give, target=target, visitor=visitor, by=by, keeps=keeps, at=now_ms())
    if not await engine.write(work):
        raise NotFoundError("nobody")
    return Done(what="manage-given", result=None, details={"to": visitor, "kept": keeps})


def set_notice_aside(db: Db, *, target: Target, link: LinkId) -> Done[None]:
    """A manager has read that a lost device came by this link, and leaves the link as it is."""
    loss_notices.set_aside(db, target, link)
    return Done(what="notice-set-aside", result=None)


def _give(db: Db, *, target: Target, visitor: VisitorId, by: DeviceId, keeps: bool, at: int) -> bool:
    person = next((one for one in managing.people(db, target) if one.visitor == visitor), None)
    receiver = managing.give(db, target, visitor) if person else None
    if person is None or receiver is None:
        return False
    if not person.manages:
        handover = Handover(target=target, from_device=by, to_device=receiver, was_kept=keeps)
        handovers.insert(db, handover, at)
    if not keeps:
        managing.lay_down(db, target, by)
        managing.give(db, target, visitor)  # where it was one's own other name
    return True
