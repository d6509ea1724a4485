"""The link by which a device finds a note or a pochette again, among those that it has opened."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from crdt.roles import Role
from server.clock import now_ms
from server.ids import DeviceId, NoteId
from server.rights import holder
from server.rights.access import Access
from server.rights.cookie import CookieClaim
from server.secrets.tokens import Seal
from server.storage import Db, DiskTroubleError, Engine, arrivals, password_grants, ways
from server.storage.rights import grants, links, openings
from server.storage.rights.links import Link, Used
from server.targets import BinderTarget, NoteTarget, Target
from server.text.paths import link_path, target_path


async def remember(engine: Engine, access: Access[Target]) -> None:
    """Keep by which link the device came. A page opens all the same when the disk takes no write."""
    with suppress(DiskTroubleError):
        await engine.write(partial(_remember, access=access, at=now_ms()))


class Known(NamedTuple):
    """What a device has been given or has opened, by which link, and its own right there."""

    target: Target
    granted: Role | None
    by: Used | None


class WayIn(NamedTuple):
    """What a device may do there, and the link that it rests on; None where it is the device's own right."""

    role: Role
    link: Link | None


def ways_in(db: Db, device: DeviceId, known: Sequence[Known], now: int) -> list[WayIn | None]:
    """Of each the device's own right; the link it came by where that opens and gives more.

    A right that is no link's leads to the target's own address: a link would outlive it.
    """
    found = links.of_all(db, (), [one.by.link for one in known if one.by])
    came_by: dict[Used | None, Link] = {link.used: link for link in found if link.is_open(now)}
    let_in = password_grants.letting_in(db, [came_by[one.by] for one in known if one.by in came_by], device)
    opened = {used: link for used, link in came_by.items() if link.id in let_in}
    return [_way_in(one.granted, opened.get(one.by)) for one in known]


def _way_in(granted: Role | None, link: Link | None) -> WayIn | None:
    if granted is not None and (link is None or granted.allows(link.role)):
        return WayIn(granted, None)
    return WayIn(link.role, link) if link is not None else None


def url_of(seal: Seal, way: WayIn, target: Target) -> str:
    """Where a device opens it: by its link, else at the target's own address."""
    return link_path(seal, way.link) if way.link else target_path(target)


def way_to_read(db: Db, device: DeviceId, target: Target, now: int) -> WayIn | None:
    """By what a device reads it."""
    granted, by = grants.granted(db, device, target), openings.opened_by(db, device, target)
    return _readable(ways_in(db, device, [Known(target, granted, by)], now)[0])


def ways_to_read(db: Db, device: DeviceId, found: Collection[NoteId], now: int) -> dict[NoteId, WayIn | None]:
    """The same of each of these notes."""
    of = [NoteTarget(note) for note in found]
    granted, by = grants.granted_each(db, device, of), openings.opened_by_each(db, device, of)
    known = [Known(target, granted.get(target), by.get(target)) for target in of]
    ways = ways_in(db, device, known, now)
    return {target.id: _readable(way) for target, way in zip(of, ways, strict=True)}


def path_to_read(
    db: Db, claim: CookieClaim | None, target: Target, *, seal: Seal, proof: str, now: int
) -> str | None:
    """Where a browser that may read it opens it: by the link it came by, else at the target's own address."""
    device = holder.find(db, claim)
    if device is None:
        return None
    if (known := way_to_read(db, device.id, target, now)) is not None:
        return url_of(seal, known, target)
    way = ways.strongest(db, device.id, target, proof=proof, now=now)
    return target_path(target) if way and way.role.allows(Role.READ) else None


def _readable(way: WayIn | None) -> WayIn | None:
    return way if way is not None and way.role.allows(Role.READ) else None


def _last_link(db: Db, device: DeviceId, target: Target, now: int) -> Link | None:
    return password_grants.still_opens(db, openings.opened_by(db, device, target), device, now)


def _remember(db: Db, *, access: Access[Target], at: int) -> None:
    by = access.used
    if by is None:
        return
    links.used(db, by.link, at)
    if access.device is None:
        return
    arrivals.came(db, access.device, by)
    if access.binder is None:
        openings.opened(db, access.device, access.target, _stronger(db, access, access.device, by, at), at)
    else:
        openings.opened(db, access.device, BinderTarget(access.binder), by, at)


def _stronger(db: Db, access: Access[Target], device: DeviceId, by: Used, at: int) -> Used:
    """The link by which the device may do more: an earlier one where that still opens."""
    link = _last_link(db, device, access.target, at)
    return link.used if link is not None and link.role.allows(access.role) else by
