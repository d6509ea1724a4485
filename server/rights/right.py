"""Right: what a claim gives at a target, by a link or by what the device holds; a function of the facts."""

from dataclasses import dataclass

from crdt.roles import Role
from server.errors import ForbiddenError, GoneError, NotFoundError
from server.ids import BinderId, LinkId
from server.rights.claim import Claim, Demand
from server.rights.facts import Facts
from server.secrets.tokens import Seal
from server.storage.devices import Device
from server.storage.rights.links import Link
from server.storage.ways import Way
from server.targets import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """What a request may do with a target, whose it is, and what it rests on.

    `link` is None for a right of the device's own: granted, or a member's. `expires_at` in ms since 1970.
    `binder` is the classeur that it rests on, where it does; `is_own` at the target's own address.
    """

    target: Target
    role: Role
    device: Device | None
    link: LinkId | None
    generation: int = 1
    expires_at: int | None = None
    binder: BinderId | None = None
    is_own: bool = False


def right_of(claim: Claim, asked: Demand, facts: Facts, *, seal: Seal, now: int) -> Right:
    """Raises NotFoundError, ForbiddenError, GoneError."""
    # First: its page is to clear what it kept, also where the address ended with the device.
    if facts.is_closed:
        raise ForbiddenError("device_closed")
    if (target := claim.own) is not None:
        # Who holds nothing there learns nothing, not even whether it exists.
        if facts.way is None or asked.is_door:
            raise NotFoundError("no_access")
        return _by_way(target, facts.way, facts.device)
    link = _open(claim, facts, seal, now)
    return Right(
        target=link.target,
        role=_role(link, facts.granted),
        device=facts.device,
        link=link.id,
        generation=link.generation,
        expires_at=link.expires_at,
    )


def _by_way(target: Target, way: Way, device: Device | None) -> Right:
    return Right(
        target=target,
        role=way.role,
        device=device,
        link=way.used.link if way.used else None,
        generation=way.used.generation if way.used else 1,
        expires_at=way.expires_at,
        binder=way.binder,
        is_own=True,
    )


def _open(claim: Claim, facts: Facts, seal: Seal, now: int) -> Link:
    """The link of an address, open here. Raises NotFoundError, GoneError, ForbiddenError."""
    link = facts.link
    # Of no link too: how long an answer takes tells nothing.
    is_right = claim.link is not None and seal.opens(claim.token, claim.link, link.generation if link else 0)
    if link is None or not is_right:
        raise NotFoundError("no_link")
    if link.closed_at is None and link.is_over(now):
        raise GoneError("link_expired")
    if not link.is_open(now) or claim.of is None or not isinstance(link.target, claim.of):
        raise NotFoundError("no_link")
    if facts.is_put_out:
        raise ForbiddenError("put_out")
    return link


def _role(link: Link, granted: Role | None) -> Role:
    """A device's own right adds to a link to edit only: one to read shows what readers see."""
    if granted is not None and granted.allows(link.role) and link.role.allows(Role.EDIT):
        return granted
    return link.role
