"""The link by which a device finds a note or a pochette again, among those that it has opened."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from aiohttp import web

from crdt.roles import Role
from server.clock import now_ms
from server.http.access import ACCESS, Access
from server.http.carrying import is_taken_along
from server.http.keys import ENGINE
from server.http.paths import link_path, target_path
from server.ids import DeviceId, NoteId
from server.links.links import first_open
from server.secrets.tokens import Seal
from server.storage import Db, DiskTroubleError, binders, links, notes, password_grants, targets, ways
from server.storage.links import Link, Used
from server.targets import NoteTarget, Target
from server.visitors import devices
from server.visitors.cookies import Claim


async def remember(request: web.Request) -> None:
    """Keep by which link the device came. A page opens all the same when the disk takes no write."""
    if is_taken_along(request):
        return
    with suppress(DiskTroubleError):
        await request.app[ENGINE].write(partial(_remember, access=request[ACCESS], at=now_ms()))


class Known(NamedTuple):
    """What a device has been given or has opened, by which link, and its own right there."""

    target: Target
    granted: Role | None
    by: Used | None


def ways_in(db: Db, device: DeviceId, known: Sequence[Known], now: int) -> list[Link | None]:
    """Of each a link that edits where the device itself may; else the one it came by, if that opens."""
    edited = [one.target for one in known if one.granted is not None and one.granted.allows(Role.EDIT)]
    found = links.of_all(db, edited, [one.by.link for one in known if one.by])
    of_target: dict[str, list[Link]] = {target.id: [] for target in edited}
    for link in found:
        if link.target.id in of_target:
            of_target[link.target.id].append(link)
    came_by: dict[Used | None, Link] = {link.used: link for link in found if link.is_open(now)}
    let_in = password_grants.letting_in(db, [came_by[one.by] for one in known if one.by in came_by], device)
    opened = {used: link for used, link in came_by.items() if link.id in let_in}
    return [
        first_open(of_target.get(one.target.id, []), Role.EDIT, now) or opened.get(one.by) for one in known
    ]


def handed_out(link: Link | None, granted: Role | None) -> tuple[Link | None, Role]:
    """The link that leads a device there, None for the target's own address, and the device's right.

    A link is enough where it edits, or gives as much as the device's own right. Raises ValueError where it
    has neither.
    """
    role = max((role for role in (granted, link.role if link else None) if role), key=Role.rank)
    is_enough = link is not None and (link.role.allows(Role.EDIT) or link.role.allows(role))
    return (link if is_enough else None), role


def way_to_read(db: Db, device: DeviceId, target: Target, now: int) -> Link | None:
    """The link by which a device reads it, or edits where it may."""
    granted, by = targets.granted(db, device, target), targets.opened_by(db, device, target)
    return _readable(ways_in(db, device, [Known(target, granted, by)], now)[0])


def ways_to_read(db: Db, device: DeviceId, found: Collection[NoteId], now: int) -> dict[NoteId, Link | None]:
    """The same of each of these notes."""
    of = [NoteTarget(note) for note in found]
    granted, by = targets.granted_each(db, device, of), notes.opened_by_each(db, device, found)
    known = [Known(target, granted.get(target.id), by.get(target.id)) for target in of]
    ways = ways_in(db, device, known, now)
    return {target.id: _readable(link) for target, link in zip(of, ways, strict=True)}


def path_to_read(
    db: Db, secret: Claim | None, target: Target, *, seal: Seal, proof: str, now: int
) -> str | None:
    """Where a browser that may read it opens it: by the link it came by, else at the target's own address."""
    device = devices.find(db, secret)
    if device is None:
        return None
    if (link := _readable(_last_link(db, device.id, target, now))) is not None:
        return link_path(seal, link)
    way = ways.strongest(db, device.id, target, proof=proof, now=now)
    return target_path(target) if way and way.role.allows(Role.READ) else None


def _readable(link: Link | None) -> Link | None:
    return link if link is not None and link.role.allows(Role.READ) else None


def _last_link(db: Db, device: DeviceId, target: Target, now: int) -> Link | None:
    return password_grants.still_opens(db, targets.opened_by(db, device, target), device, now)


def _remember(db: Db, *, access: Access[Target], at: int) -> None:
    by = access.used
    if by is None:
        return
    links.used(db, by.link, at)
    if access.device is None:
        return
    if access.binder is None:
        targets.opened(db, access.device, access.target, _stronger(db, access, access.device, by, at), at)
    else:
        binders.opened(db, access.device, access.binder, by, at)


def _stronger(db: Db, access: Access[Target], device: DeviceId, by: Used, at: int) -> Used:
    """The link by which the device may do more: an earlier one where that still opens."""
    link = _last_link(db, device, access.target, at)
    return link.used if link is not None and link.role.allows(access.role) else by
