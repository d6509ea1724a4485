"""The ways by which a device reaches a target at its own address: the strongest is its right there."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from crdt.roles import Role
from server.ids import BinderId, DeviceId, LinkId
from server.storage import Db, binders, members, password_grants
from server.storage.rights import grants, links, openings
from server.storage.rights.links import Used
from server.targets import BinderTarget, Target

_NOWHERE: Final = BinderTarget(BinderId(""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A right, the link or the classeur that it rests on, and its end (ms since 1970).

    Without `used` it is the device's own: granted, or a member's.
    """

    role: Role
    used: Used | None = None
    expires_at: int | None = None
    binder: BinderId | None = None


def strongest(
    db: Db,
    device: DeviceId,
    target: Target,
    *,
    proof: str,
    now: int,
    outside: bool = False,
    without: Collection[LinkId] = (),
) -> Way | None:
    """The highest right of a device; of equal ones rather one that does not end.

    `outside`: without what the classeur gives that holds the target. `without`: nor by any of these links.

    `proof` is what the team of the instance asks for, '' where there is none.
    """
    ways = partial(every, proof=proof) if not outside else _of_its_own
    found = (
        way for way in ways(db, device, target, now=now) if way.used is None or way.used.link not in without
    )
    return max(found, key=lambda way: (way.role.rank(), way.expires_at is None), default=None)


def of_program(db: Db, target: Target, used: Used, *, now: int) -> Way | None:
    """What a link to a classeur gives a program there and on what is in it; a password is for people."""
    link, holder = links.find(db, used.link), binders.holding(db, target)
    there = BinderTarget(holder.id) if holder is not None else target
    if link is None or link.used != used or not link.is_open(now) or link.password_hash is not None:
        return None
    if link.target != there or not isinstance(there, BinderTarget):
        return None
    return Way(role=link.role, used=used, expires_at=link.expires_at, binder=there.id)


def every(db: Db, device: DeviceId, target: Target, *, proof: str, now: int) -> Iterator[Way]:
    """All of them, one or several by each right that the device holds."""
    own = list(_of_its_own(db, device, target, now))
    yield from own
    holder = binders.holding(db, target)
    if holder is not None:
        for way in every(db, device, BinderTarget(holder.id), proof=proof, now=now):
            yield replace(way, binder=holder.id)
    elif not own and not isinstance(target, BinderTarget):
        # Who holds nothing waits as long where no classeur holds it, or nothing is there: time tells nothing.
        yield from every(db, device, _NOWHERE, proof=proof, now=now)
    if isinstance(target, BinderTarget) and proof:
        end = members.ends_at(db, device, proof=proof, now=now)
        if end is not None and _is_of_team(db, target.id):
            yield Way(role=Role.EDIT, expires_at=end, binder=target.id)


def _of_its_own(db: Db, device: DeviceId, target: Target, now: int) -> Iterator[Way]:
    """By what was granted there, and by the links by which it came."""
    if (granted := grants.own(db, device, target)) is not None:
        yield Way(role=granted)
    for used in openings.came_by(db, device, target):
        link = password_grants.still_opens(db, used, device, now)
        if link is not None and link.target == target:
            yield Way(role=link.role, used=used, expires_at=link.expires_at)


def _is_of_team(db: Db, binder: BinderId) -> bool:
    team = binders.of_team(db)
    return team is not None and team.id == binder and team.trashed_at is None
