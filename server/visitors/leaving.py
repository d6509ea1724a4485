"""Leaving the team: memberships end, rights in its classeur with them, in one transaction.

After a removal the passphrase is another one. It is kept beside the settings, and the memberships of those
who stay go on: their proof is of the settings, and a membership that was ended has none.
"""

from dataclasses import dataclass

from server.errors import NotFoundError
from server.ids import BinderId, DeviceId, VisitorId
from server.storage import Db, binders, devices, members, team


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaver:
    """Whose membership ends: every row that holds rights of theirs, and what their provider calls them.

    `binder` is the team's classeur.
    """

    visitor: VisitorId
    devices: tuple[DeviceId, ...]
    named: tuple[str, ...]
    binder: BinderId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPassphrase:
    """The hash of what takes the place of the passphrase of the settings with this proof."""

    proof: str
    hash: str


def leaver(db: Db, visitor: VisitorId) -> Leaver:
    """Somebody with all their browsers: also those that were closed, or that became somebody else's."""
    named = members.persons(db, visitor)
    own = dict.fromkeys([*devices.all_of(db, visitor), *members.devices_of(db, visitor, named)])
    binder = binders.of_team(db)
    return Leaver(
        visitor=visitor,
        devices=tuple(dict.fromkeys([*own, *devices.kept_for(db, own)])),
        named=tuple(named),
        binder=binder.id if binder else None,
    )


def leave(db: Db, visitor: VisitorId) -> Leaver:
    """End what a membership gave somebody. They may come in again."""
    found = leaver(db, visitor)
    members.end(db, found.devices)
    if found.binder is not None:
        team.take_rights(db, found.devices, found.binder)
    return found


def remove(db: Db, visitor: VisitorId, *, new: NewPassphrase | None, at: int) -> Leaver:
    """The same, for good: whom a provider names is refused, and the passphrase is another one."""
    found = leave(db, visitor)
    members.remove(db, found.named, at)
    if new is not None:
        members.change_passphrase(db, new.proof, new.hash, at)
    return found


def is_alone_in_charge(db: Db, *, visitor: VisitorId, proof: str, now: int) -> bool:
    """Whether others would be left without anybody to remove people. Raises NotFoundError for a stranger."""
    people = team.people(db, proof=proof, now=now)
    me = next((one for one in people if one.visitor == visitor and one.is_member), None)
    if me is None:
        raise NotFoundError("not_found")
    others = [one for one in people if one is not me and one.is_member]
    return me.manages and bool(others) and not any(one.manages for one in people if one is not me)
