"""Renews links while people use them: open connections end, and only kept devices learn the new address."""

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial

from crdt.seat import Close
from server.clock import now_ms
from server.deeds import Done
from server.errors import NotFoundError
from server.ids import DeviceId, LinkId, VisitorId
from server.live.revocations import Revocation, Revoker
from server.storage import Db, Engine, arrivals, folders, loss_notices, renewals
from server.storage.arrivals import Arrival
from server.storage.devices import Device
from server.storage.folders import FolderRow
from server.storage.renewals import Reach
from server.storage.rights import links
from server.storage.rights.links import Link
from server.targets import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """What one press renews: links, the pochettes that some of them open, the devices that came by them."""

    reach: Reach
    links: tuple[Link, ...]
    folders: tuple[FolderRow, ...]
    came: tuple[Arrival, ...]
    mine: tuple[DeviceId, ...]
    lost_names: frozenset[str]


async def renew_all(
    engine: Engine,
    revoker: Revoker,
    *,
    target: Target,
    by: Device | None,
    only: LinkId | None,
    ticked: AbstractSet[DeviceId],
) -> Done[None]:
    """Renew the links of a target, or `only` one; the devices that are ticked follow, and all that manage.

    Raises NotFoundError where `only` names no open link.
    """
    found = await engine.read(partial(concerned, target=target, by=by, only=only))
    kept = {one.device for one in found.came if one.device in ticked or one.manages}
    reach, done, keep = found.reach, set[LinkId](), kept.union(found.mine)
    # Also the links that somebody makes meanwhile.
    while todo := [link for link in reach.links if link not in done]:
        await renew(engine, revoker, todo, keep=keep, at=now_ms())
        done.update(todo)
        reach = await engine.read(partial(_reach, target=target, by=by, only=only))
    cut = {one.device for one in found.came}.difference(keep)
    details = {"links": list(found.reach.links), "kept": len(kept), "cut": len(cut)}
    return Done(what="links-renewed", result=None, details=details)


async def renew(
    engine: Engine, revoker: Revoker, these: Collection[LinkId], *, keep: Collection[DeviceId], at: int
) -> None:
    """Every older address of these links stops working; pages of kept devices come back by the new ones."""
    ends = Revocation(these, why=Close.WITHDRAWN, detail="this link was renewed")
    async with revoker.revoking(ends):
        await engine.write(partial(renewals.renew, links=these, keep=keep, at=at))


def concerned(db: Db, *, target: Target, by: Device | None, only: LinkId | None) -> Concerned:
    """What a press renews now. Raises NotFoundError where `only` names no open link."""
    reach = _reach(db, target=target, by=by, only=only)
    if not reach.links:
        raise NotFoundError("not_found")
    found = (links.find(db, id_) for id_ in reach.links)
    rows = (folders.find(db, id_) for id_ in reach.folders_managed)
    mine = renewals.own_devices(db, by.id) if by else []
    return Concerned(
        reach=reach,
        links=tuple(one for one in found if one is not None),
        folders=tuple(one for one in rows if one is not None),
        came=tuple(one for one in arrivals.of_links(db, reach.links) if one.device not in mine),
        mine=tuple(mine),
        lost_names=frozenset(one.name for one in loss_notices.of_target(db, target) if one.name),
    )


def _reach(db: Db, *, target: Target, by: Device | None, only: LinkId | None) -> Reach:
    return renewals.reach(db, target, by.visitor if by else VisitorId(""), only=only)
