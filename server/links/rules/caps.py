"""Caps of links by the link through which each was made: it ends no later and gives no more."""

from dataclasses import replace

from crdt.roles import Role
from server.errors import ConflictError, ForbiddenError
from server.ids import LinkId
from server.rights.access import Access
from server.storage import Db, ways
from server.storage.rights import links
from server.storage.rights.links import Link
from server.targets import Target


def rests_on(db: Db, access: Access[Target], role: Role, *, proof: str, now: int) -> LinkId | None:
    """The link that gives a request a role; None where a right of its own does, or a membership."""
    if access.link is None or access.device is None:
        return access.link
    found = ways.every(db, access.device, access.target, proof=proof, now=now)
    is_own = any(way.used is None and way.role.allows(role) for way in found)
    return None if is_own else access.link


def capped(db: Db, link: Link, now: int) -> Link:
    """The link, with no later end than the one through which it was made.

    Raises ForbiddenError where it would give more, ConflictError where that one has ended meanwhile. One that
    was closed before, and left this one open by choice, caps it no more.
    """
    through = links.find(db, link.through) if link.through else None
    if through is None or through.closed_at is not None:
        return link
    if not through.is_open(now):
        raise ConflictError("link_over")
    if not through.role.allows(link.role):
        raise ForbiddenError("role", role=through.role.value)
    return replace(link, expires_at=earlier(link.expires_at, through.expires_at))


def earlier(one: int | None, other: int | None) -> int | None:
    """The earlier of two ends (ms since 1970); None has none."""
    return min((end for end in (one, other) if end is not None), default=None)


def cap_made(db: Db, link: Link, at: int) -> list[LinkId]:
    """Give what was made through a link no more than it gives by now, nor a later end; which those were."""
    changed = []
    for one in links.made_through(db, [link.id]):
        role = one.role if link.role.allows(one.role) else link.role
        now = replace(one, role=role, expires_at=earlier(one.expires_at, link.expires_at))
        if now != one:
            links.change(db, now, at)
            changed.append(one.id)
    return changed
