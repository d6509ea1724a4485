"""Lost devices: one press suspends all that they could reach; a recovery code takes it back."""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from crdt.roles import Role
from server.ids import DeviceId, LinkId, VisitorId
from server.storage import (
    Db,
    arrivals,
    binder_moves,
    binders,
    devices,
    kept_rights,
    loss_notices,
    losses,
    members,
    recovery_codes,
    renewals,
)
from server.storage.arrivals import Arrival
from server.storage.binder_moves import Move
from server.storage.devices import Device
from server.storage.losses import PENDING_MS, Loss, LossId
from server.storage.rights import access_requests, grants, handovers, holding, links, recoveries
from server.storage.rights.links import Link
from server.storage.rights.recoveries import UNDO_MS
from server.targets import BinderTarget, FolderTarget, NoteTarget, Target
from server.visitors import closing


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What lost devices can reach: the devices, all links to renew, those to close, and who came by them.

    `apart` are those of them that keep something from their visitor: they lose this visitor's things and
    go on with their own. `partners` are the devices to which the lost ones handed a right on, directly or
    along a chain; `moves` those into classeurs of others, which are undone.
    """

    lost: tuple[DeviceId, ...]
    apart: frozenset[DeviceId]
    renewed: tuple[LinkId, ...]
    closed: tuple[LinkId, ...]
    arrivals: tuple[Arrival, ...]
    partners: frozenset[DeviceId]
    moves: tuple[Move, ...]
    notes: int
    folders: int
    binders: int

    @property
    def links(self) -> tuple[LinkId, ...]:
        """Every link whose address ends."""
        return (*self.renewed, *self.closed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """What one press did; `told` counts the links of others whose managers have a notice.

    `shut_out`: who came by a link that has another address now, and does not follow.
    """

    loss: Loss
    reach: Reach
    titles: tuple[str, ...]
    shut_out: tuple[Arrival, ...]
    undone: int
    told: int


def reach(db: Db, visitor: VisitorId, *, by: DeviceId | None, lost: Iterable[DeviceId], at: int) -> Reach:
    """What ends if devices are lost: every link of what their visitor manages, and links that they made.

    Who manages a classeur manages the notes and pochettes in it. The devices that they let in are lost too,
    but for the one that presses. What a device had before it was linked, and did not give, is no part of it.
    """
    chain = tuple(id_ for id_ in losses.joined_by(db, visitor, lost, at) if id_ != by)
    own = devices.all_of(db, visitor)
    managed = [*grants.managed(db, own), *handovers.taken_from(db, chain, at)]
    receivers = handovers.receivers(db, chain, at)
    moves = _moves(db, managed, receivers, safe=[id_ for id_ in own if id_ not in chain], at=at)
    managed += [move.target for move in moves]
    ends = dict.fromkeys(one for target in managed for one in (target, *binders.targets_in(db, target)))
    found = {
        link.id: link for target in ends for link in links.of_target(db, target) if link.closed_at is None
    }
    made = [link for id_ in chain for link in links.open_made_by(db, id_)]
    closed = tuple(link.id for link in made if _is_extra(link))
    renewed = tuple(id_ for id_ in dict.fromkeys([*found, *(link.id for link in made)]) if id_ not in closed)
    # A lost browser does not go on by the address that it came by under another name either.
    gone = {*devices.of_same_browsers(db, chain)}
    came = [
        one for one in arrivals.of_links(db, renewed) if one.device not in gone and one.visitor != visitor
    ]
    return Reach(
        lost=chain,
        apart=frozenset(id_ for id_ in chain if kept_rights.keeps_apart(db, id_, visitor)),
        renewed=renewed,
        closed=closed,
        arrivals=tuple(came),
        partners=frozenset(receivers).difference(chain),
        moves=moves,
        notes=sum(isinstance(target, NoteTarget) for target in ends),
        folders=sum(isinstance(target, FolderTarget) for target in ends),
        binders=sum(isinstance(target, BinderTarget) for target in ends),
    )


def _moves(
    db: Db, managed: Iterable[Target], by: Iterable[DeviceId], *, safe: Iterable[DeviceId], at: int
) -> tuple[Move, ...]:
    """Moves by the lost devices into classeurs that no safe device of the visitor manages.

    The team's classeur is nobody's whom a thief could choose.
    """
    kept: set[str | None] = {None, *(target.id for target in grants.managed(db, safe))}
    if (team := binders.of_team(db)) is not None:
        kept.add(team.id)
    ids = {target.id for target in managed}
    return tuple(
        move
        for move in binder_moves.of_devices(db, by, at)
        if (move.target.id in ids or move.before in ids) and holding.kept_in(db, move.target) not in kept
    )


def trusted(found: Reach, *, name: str | None, at: int) -> frozenset[VisitorId]:
    """The people who go on unless somebody decides otherwise: every way by which they came is trusted."""
    names = {name} if name else set()
    doubtful = {
        one.visitor
        for one in found.arrivals
        if one.device in found.partners or not arrivals.is_trusted(one, at=at, lost_names=names)
    }
    return frozenset(one.visitor for one in found.arrivals) - doubtful


def press(
    db: Db,
    device: Device,
    *,
    lost: Iterable[DeviceId],
    keep: Collection[VisitorId] | None,
    at: int,
    code_at: int | None = None,
) -> Pressed:
    """Suspend devices for 72 hours, then for good; in one transaction with all that ends with them.

    `keep` are the people who go on by the links that are renewed, None for those who are trusted. Recovery
    codes of the lost devices end when they are younger than the one that was shown, made at `code_at`.
    Without one, when they are younger than a week and than the device that presses: others are no thief's.
    """
    codes_since = max(at - UNDO_MS, devices.since(db, device.id)) if code_at is None else code_at
    found = reach(db, device.visitor, by=device.id, lost=lost, at=at)
    people = trusted(found, name=device.name, at=at) if keep is None else frozenset(keep)
    loss = Loss(
        id=LossId(secrets.token_urlsafe(16)),
        visitor=device.visitor,
        by_device=device.id,
        at=at,
        final_at=at + PENDING_MS,
    )
    titles = devices.titles_opened(db, found.lost)
    rows = [row for id_ in found.lost for row in closing.close(db, id_, visitor=device.visitor, at=at)]
    losses.insert(db, loss, rows)
    losses.remember_openings(db, loss.id, [*rows, *devices.kept_for(db, rows)])
    undone = handovers.undo(db, rows, at)
    staying = [id_ for id_ in devices.all_of(db, device.visitor) if id_ not in rows]
    for move in found.moves:
        binder_moves.undo(db, move, own=staying)
    recoveries.end(db, [*rows, *found.partners])
    access_requests.end_given_by(db, [*rows, *found.partners], at)
    recovery_codes.end_of(db, device.visitor, rows, since=codes_since)
    for link in found.closed:
        links.close(db, link, at)
    going_on = [one.device for one in found.arrivals if one.visitor in people]
    renewals.renew(db, found.renewed, keep=[*going_on, *staying], at=at)
    return Pressed(
        loss=loss,
        reach=found,
        titles=tuple(titles),
        shut_out=tuple(one for one in found.arrivals if one.visitor not in people),
        undone=len(undone),
        told=loss_notices.leave(db, loss, name=device.name or ""),
    )


def reach_of_taking_back(db: Db, visitor: VisitorId, *, at: int) -> Reach:
    """What ends when the visitor's pending losses are taken back."""
    pending = losses.pending(db, visitor, at)
    return reach(db, visitor, by=None, lost=_accused(db, pending), at=at)


def pressed_at(db: Db, *, person: str, now: int) -> int | None:
    """When the last pending loss of whom a provider has named was declared; None where nothing is pending."""
    visitor = members.visitor_of(db, person)
    pending = losses.pending(db, visitor, now) if visitor is not None else []
    return pending[0].at if pending else None


def may_take_back(db: Db, device: Device, now: int) -> bool:
    """Whether the person signed in on this device at their provider since the last pending loss."""
    pending = losses.pending(db, device.visitor, now)
    return bool(pending) and members.signed_in_since(db, device.id, device.visitor, pending[0].at)


def take_back(db: Db, device: Device, *, code_at: int, at: int) -> Pressed | None:
    """Open again what was suspended, and suspend the devices that pressed; None where nothing is pending.

    A device that one of them had let in within a week stays suspended: it may be the thief's second one.

    `device` is the browser that has shown the visitor's recovery code, made at `code_at`, and is one of the
    visitor's by now.
    """
    pending = losses.pending(db, device.visitor, at)
    if not pending:
        return None
    for loss in pending:
        losses.take_back(db, loss.id, at)
        renewals.follow(db, losses.openings_of(db, loss.id))
    return press(db, device, lost=_accused(db, pending), keep=None, at=at, code_at=code_at)


def _accused(db: Db, pending: Collection[Loss]) -> list[DeviceId]:
    """The devices that pressed, and those that became the visitor's since."""
    found = dict.fromkeys(loss.by_device for loss in pending)
    for loss in pending:
        found |= dict.fromkeys(devices.joined_since(db, loss.visitor, loss.at))
    return list(found)


def _is_extra(link: Link) -> bool:
    """Whether a link was made beside the two that every note has."""
    return bool(link.label) or link.role not in (Role.EDIT, Role.READ)
