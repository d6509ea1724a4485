"""Requests for access at a target's own address, and the rights that were given in answer."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from crdt.roles import Role
from server.ids import DeviceId, VisitorId
from server.storage import Db, devices, kept_rights
from server.storage.rights import access_asks, grants, holding
from server.storage.rights.access_asks import LASTS_MS, Ask, Networks
from server.storage.rights.recoveries import UNDO_MS
from server.storage.rights.targets import named, target_of
from server.storage.sql import marks
from server.targets import Target

_OPEN: Final = "answered_at IS NULL AND asked_at > ?"
# A right that was given: below `manage`, and of no link.
_GIVEN: Final = "grants.role <> 'manage' AND grants.link IS NULL"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRequest:
    """A device that asks; `agent` is its User-Agent, `asked_at` in milliseconds since 1970."""

    id: str
    target: Target
    device: DeviceId
    visitor: VisitorId
    name: str | None
    colour: int
    agent: str
    asked_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A visitor with a right of their own below `manage`, which rests on no link, on `target`."""

    target: Target
    visitor: VisitorId
    name: str | None
    colour: int
    agent: str
    role: Role
    seen_at: int


def put(db: Db, device: DeviceId, target: Target, at: int, *, networks: Networks, exists: bool = True) -> Ask:
    """Keep a request, unless the device has asked within 30 days, its network or the target has enough.

    What does not exist, is not kept, or takes no requests, takes the same statements and writes the same
    pages: a row is written and deleted again in the transaction, so the time tells nothing.
    """
    prune(db, at)
    asked = access_asks.put(db, target, device, networks, at)
    if asked is not Ask.SENT:
        return asked
    before = "SELECT 1 FROM access_requests WHERE target = ? AND device = ? AND role IS NULL"
    has_asked = any(list(db.execute(before, (target.id, device))))
    is_shut = access_asks.is_shut(db, target.id, holding.kept_in(db, target) or "")
    stands_for = target.id if exists else _some(db)
    if stands_for is None:
        return asked
    id_ = secrets.token_urlsafe(12)
    db.execute(
        "INSERT INTO access_requests (id, device, target, asked_at) VALUES (?, ?, ?, ?)",
        (id_, device, stands_for, at),
    )
    if not exists or has_asked or is_shut:
        db.execute("DELETE FROM access_requests WHERE id = ?", (id_,))
    return asked


def _some(db: Db) -> str | None:
    return next((id_ for (id_,) in db.execute("SELECT id FROM targets LIMIT 1")), None)


def prune(db: Db, at: int) -> None:
    """Forget what was asked, or answered, more than 30 days ago; what was given stays."""
    over = "DELETE FROM access_requests WHERE coalesce(answered_at, asked_at) <= ?"
    db.execute(over, (at - LASTS_MS,))
    access_asks.prune(db, at)


def open_of(db: Db, of: Iterable[Target], now: int) -> list[AccessRequest]:
    """The requests for any of these targets that wait for an answer, the first first."""
    ids = [target.id for target in of]
    rows = db.execute(
        "SELECT access_requests.id, device, devices.visitor, visitors.name, visitors.colour, devices.label,"  # noqa: S608
        f" asked_at, {target_of('access_requests')} FROM access_requests"
        " JOIN devices ON devices.id = access_requests.device AND devices.closed_at IS NULL"
        " JOIN visitors ON visitors.id = devices.visitor"
        f" WHERE {_OPEN} AND access_requests.target IN ({marks(ids)})"
        " ORDER BY asked_at, access_requests.id",
        (now - LASTS_MS, *ids),
    )
    return [_request(row) for row in rows]


def answer(db: Db, request: AccessRequest, role: Role | None, *, by: DeviceId | None, at: int) -> None:
    """Give the device a role on what it asks for, or refuse it with None."""
    holder = kept_rights.holder(db, by, request.target.id) if by is not None else None
    db.execute(
        "UPDATE access_requests SET answered_at = ?, answered_by = ?, role = ? WHERE id = ?",
        (at, holder, role.value if role else None, request.id),
    )
    (access_asks.forget if role else access_asks.refused)(db, request.target, request.device)
    before = grants.own(db, request.device, request.target)
    if role is not None and (before is None or not before.allows(role)):
        grants.grant(db, request.device, request.target, role)


def named_there(db: Db, target: Target) -> dict[str, frozenset[VisitorId]]:
    """The names of those who manage a target, came to it or were given it, with whose they are."""
    of = holding.managed_with(db, target)
    rows = db.execute(
        "SELECT DISTINCT visitors.name, visitors.id FROM (SELECT device, target FROM grants"  # noqa: S608
        " UNION SELECT device, target FROM openings) AS known"
        " JOIN holders ON holders.device = known.device JOIN visitors ON visitors.id = holders.visitor"
        f" WHERE known.target IN ({marks(of)}) AND visitors.name IS NOT NULL",
        of,
    )
    found: dict[str, frozenset[VisitorId]] = {}
    for name, visitor in rows:
        found[name] = found.get(name, frozenset()) | {VisitorId(visitor)}
    return found


def given(db: Db, target: Target) -> list[Given]:
    """Who has a right of their own there below `manage`, the last seen first.

    Of a classeur also who has one on what is in it: a visitor once for each.
    """
    rows = db.execute(
        "SELECT devices.visitor, visitors.name, visitors.colour, devices.label, grants.role,"  # noqa: S608
        f" devices.seen_at, {target_of('grants')} FROM grants"
        " JOIN devices ON devices.id = grants.device AND devices.closed_at IS NULL"
        " JOIN visitors ON visitors.id = devices.visitor"
        " WHERE grants.target IN (SELECT ? UNION ALL SELECT id FROM notes WHERE binder = ?"
        f" UNION ALL SELECT id FROM folders WHERE binder = ?) AND {_GIVEN}"
        " ORDER BY devices.seen_at DESC, devices.id",
        (target.id, target.id, target.id),
    )
    found: dict[tuple[VisitorId, Target], Given] = {}
    for visitor, name, colour, agent, role, seen_at, id_, kind in rows:
        on = named(id_, kind)
        one = Given(
            target=on,
            visitor=visitor,
            name=name,
            colour=colour,
            agent=agent,
            role=Role(role),
            seen_at=seen_at,
        )
        before = found.get((visitor, on))
        if before is None or one.role.rank() > before.role.rank():
            found[visitor, on] = one
    return list(found.values())


def end(db: Db, target: Target, visitor: VisitorId) -> bool:
    """Take away what a visitor was given there; False where there was nothing."""
    own = devices.all_of(db, visitor)
    rows = db.execute(
        f"DELETE FROM grants WHERE target = ? AND {_GIVEN} AND device IN ({marks(own)}) RETURNING 1",  # noqa: S608
        (target.id, *own),
    )
    was_given = bool(list(rows))
    for device in own:
        access_asks.forget(db, target, device)
    db.execute(
        f"DELETE FROM access_requests WHERE target = ? AND device IN ({marks(own)})",  # noqa: S608 - marks
        (target.id, *own),
    )
    return was_given


def lower(db: Db, target: Target, visitor: VisitorId, role: Role) -> None:
    """Leave a visitor a lower right than was given there."""
    own = devices.all_of(db, visitor)
    db.execute(
        f"UPDATE grants SET role = ? WHERE target = ? AND {_GIVEN} AND device IN ({marks(own)})",  # noqa: S608
        (role.value, target.id, *own),
    )


def end_given_by(db: Db, lost: Iterable[DeviceId], at: int) -> None:
    """Take away what these devices gave within a week."""
    ids = list(lost)
    rows = db.execute(
        f"SELECT devices.visitor, {target_of('access_requests')} FROM access_requests"  # noqa: S608 - marks
        " JOIN devices ON devices.id = access_requests.device"
        f" WHERE role IS NOT NULL AND answered_at > ? AND answered_by IN ({marks(ids)})",
        (at - UNDO_MS, *ids),
    )
    for visitor, id_, kind in list(rows):
        end(db, named(id_, kind), visitor)


def _request(row: tuple[Any, ...]) -> AccessRequest:
    id_, device, visitor, name, colour, agent, asked_at, target, kind = row
    return AccessRequest(
        id=id_,
        target=named(target, kind),
        device=device,
        visitor=visitor,
        name=name,
        colour=colour,
        agent=agent,
        asked_at=asked_at,
    )
