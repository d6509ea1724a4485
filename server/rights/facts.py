"""Facts: what one read of the database knows of a claim."""

from collections.abc import Iterable
from dataclasses import dataclass

from crdt.roles import Role
from server.ids import LinkId
from server.rights import holder
from server.rights.claim import Claim, Demand
from server.secrets.tokens import Seal, link_of
from server.storage import Db, kept_rights, password_grants, ways
from server.storage.devices import Device
from server.storage.rights import grants, links, openings, targets
from server.storage.rights.links import Link, Used
from server.storage.ways import Way
from server.targets import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The device of the cookie, by what it may come, and what stands in the way.

    `link` is the one that a token names, right or not, `granted` what the device holds there itself. At the
    own address of a target `way` is the strongest of all. `has_come`, where the address greets: a visitor
    goes straight in, with a name, a right of their own, or back by this address. `was_here`, where it
    carries: the device has a right of its own there, or has come by a link that still opens. `is_closed`, of
    the cookie's device, is read for sockets.
    """

    device: Device | None
    is_closed: bool
    link: Link | None = None
    granted: Role | None = None
    way: Way | None = None
    is_in_trash: bool = False
    is_archived: bool = False
    is_let_in: bool = True
    has_come: bool = False
    was_here: bool = False
    is_put_out: bool = False


def read(db: Db, *, claim: Claim, asked: Demand, seal: Seal, proof: str, now: int) -> Facts:
    """All that the right of a request rests on. `proof` is what the team of the instance asks for, or ''."""
    is_of_program = claim.own is not None and claim.bearer is not None
    device = None if is_of_program else holder.find(db, claim.cookie)
    is_closed = asked.is_socket and device is None and holder.is_closed(db, claim.cookie)
    target = claim.own
    if target is None:
        return _of_link(db, claim.link, device, asked, now, is_closed=is_closed)
    if claim.bearer is not None:
        way = _way_of_program(db, target, claim.bearer, seal, now)
    else:
        way = ways.strongest(db, device.id, target, proof=proof, now=now) if device else None
    standing = targets.standing(db, target)
    return Facts(
        device=device,
        is_closed=is_closed,
        way=way,
        is_in_trash=standing.is_in_trash,
        is_archived=standing.is_archived,
    )


def _of_link(
    db: Db, id_: LinkId | None, device: Device | None, asked: Demand, now: int, *, is_closed: bool
) -> Facts:
    link = links.find(db, id_) if id_ is not None else None
    if link is None:
        return Facts(device=device, is_closed=is_closed)
    granted = grants.granted(db, device.id, link.target) if device else None
    asks_came_by = device is not None and granted is None and (asked.greets or asked.carries)
    came_by = openings.came_by(db, device.id, link.target) if device and asks_came_by else []
    standing = targets.standing(db, link.target)
    return Facts(
        device=device,
        is_closed=is_closed,
        link=link,
        granted=granted,
        is_in_trash=standing.is_in_trash,
        is_archived=standing.is_archived,
        is_let_in=password_grants.lets_in(db, link, device.id if device else None),
        has_come=link.used in came_by
        or granted is not None
        or (device is not None and device.name is not None),
        was_here=asked.carries and (granted is not None or _opens_still(db, came_by, device, now)),
        is_put_out=device is not None
        and granted is None
        and kept_rights.was_put_out(db, device.id, link.id, link.generation),
    )


def _opens_still(db: Db, came_by: Iterable[Used], device: Device | None, now: int) -> bool:
    return device is not None and any(
        password_grants.still_opens(db, used, device.id, now) for used in came_by
    )


def _way_of_program(db: Db, target: Target, bearer: str, seal: Seal, now: int) -> Way | None:
    id_ = link_of(bearer)
    link = links.find(db, id_) if id_ is not None else None
    if link is None or not seal.opens(bearer, link.id, link.generation):
        return None
    return ways.of_program(db, target, link.used, now=now)
