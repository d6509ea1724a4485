"""Requests for access at a target's own address, and the rights that were given in answer."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from crdt.roles import Role
from server.ids import DeviceId, VisitorId
from server.storage import Db, devices, kept_rights, targets
from server.storage.managing import UNDO_MS
from server.storage.sql import OF_TARGET, marks
from server.storage.targets import GRANTS
from server.targets import Columns, Target, columns_of, target_of

LASTS_MS: Final = 30 * 24 * 3600 * 1000
MOST_OPEN: Final = 20
_OPEN: Final = "answered_at IS NULL AND asked_at > ?"


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


def put(db: Db, device: DeviceId, target: Target, at: int, *, exists: bool = True) -> bool:
    """Keep a request, unless the device has asked within 30 days or the target has enough open ones.

    What does not exist, or is not kept, takes the same statements and writes the same pages: a row is written
    and deleted again in the transaction, so the time tells nothing.
    """
    prune(db, at)
    of = columns_of(target)
    asked = f"SELECT 1 FROM access_requests WHERE {OF_TARGET} AND device = ? AND role IS NULL"  # noqa: S608
    has_asked = any(list(db.execute(asked, (*of, device))))
    is_full = len(open_of(db, [target], at)) >= MOST_OPEN
    stands_for = of if exists else _of_some_note(db)
    if stands_for is None:
        return False
    id_ = secrets.token_urlsafe(12)
    db.execute(
        "INSERT INTO access_requests (id, device, note, folder, binder, asked_at) VALUES (?, ?, ?, ?, ?, ?)",
        (id_, device, *stands_for, at),
    )
    is_kept = exists and not has_asked and not is_full
    if not is_kept:
        db.execute("DELETE FROM access_requests WHERE id = ?", (id_,))
    return is_kept


def _of_some_note(db: Db) -> Columns | None:
    note = next((id_ for (id_,) in db.execute("SELECT id FROM notes LIMIT 1")), None)
    return (note, None, None) if note else None


def prune(db: Db, at: int) -> None:
    """Forget what was asked, or answered, more than 30 days ago; what was given stays."""
    over = "DELETE FROM access_requests WHERE coalesce(answered_at, asked_at) <= ?"
    db.execute(over, (at - LASTS_MS,))


def open_of(db: Db, of: Iterable[Target], now: int) -> list[AccessRequest]:
    """The requests for any of these targets that wait for an answer, the first first."""
    ids = [target.id for target in of]
    rows = db.execute(
        "SELECT access_requests.id, device, devices.visitor, visitors.name, visitors.colour, devices.label,"  # noqa: S608
        " asked_at, note, folder, binder FROM access_requests"
        " JOIN devices ON devices.id = access_requests.device AND devices.closed_at IS NULL"
        " JOIN visitors ON visitors.id = devices.visitor"
        f" WHERE {_OPEN} AND (note IN ({marks(ids)}) OR folder IN ({marks(ids)}) OR binder IN ({marks(ids)}))"
        " ORDER BY asked_at, access_requests.id",
        (now - LASTS_MS, *ids, *ids, *ids),
    )
    return [_request(row) for row in rows]


def answer(db: Db, request: AccessRequest, role: Role | None, *, by: DeviceId | None, at: int) -> None:
    """Give the device a role on what it asks for, or refuse it with None."""
    holder = kept_rights.holder(db, by, request.target.id) if by is not None else None
    db.execute(
        "UPDATE access_requests SET answered_at = ?, answered_by = ?, role = ? WHERE id = ?",
        (at, holder, role.value if role else None, request.id),
    )
    before = targets.own_grant(db, request.device, request.target)
    if role is not None and (before is None or not before.allows(role)):
        targets.grant(db, request.device, request.target, role)


def given(db: Db, target: Target) -> list[Given]:
    """Who has a right of their own there below `manage`, the last seen first.

    Of a classeur also who has one on what is in it: a visitor once for each.
    """
    rows = db.execute(
        "SELECT devices.visitor, visitors.name, visitors.colour, devices.label, all_grants.role,"
        " devices.seen_at, notes.id, folders.id, binders.id FROM all_grants"
        " JOIN devices ON devices.id = all_grants.device AND devices.closed_at IS NULL"
        " JOIN visitors ON visitors.id = devices.visitor"
        " LEFT JOIN notes ON notes.id = all_grants.target"
        " LEFT JOIN folders ON folders.id = all_grants.target"
        " LEFT JOIN binders ON binders.id = all_grants.target"
        " WHERE (all_grants.target = ? OR notes.binder = ? OR folders.binder = ?)"
        " AND all_grants.role <> 'manage' AND all_grants.link IS NULL"
        " ORDER BY devices.seen_at DESC, devices.id",
        (target.id, target.id, target.id),
    )
    found: dict[tuple[VisitorId, Target], Given] = {}
    for visitor, name, colour, agent, role, seen_at, *columns in rows:
        on = target_of(*columns)
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
        f"DELETE FROM {GRANTS[type(target)]} WHERE {target.kind} = ? AND role <> 'manage' AND link IS NULL"  # noqa: S608
        f" AND device IN ({marks(own)}) RETURNING 1",
        (target.id, *own),
    )
    was_given = bool(list(rows))
    db.execute(
        f"DELETE FROM access_requests WHERE {OF_TARGET} AND device IN ({marks(own)})",  # noqa: S608
        (*columns_of(target), *own),
    )
    return was_given


def lower(db: Db, target: Target, visitor: VisitorId, role: Role) -> None:
    """Leave a visitor a lower right than was given there."""
    own = devices.all_of(db, visitor)
    db.execute(
        f"UPDATE {GRANTS[type(target)]} SET role = ? WHERE {target.kind} = ? AND role <> 'manage'"  # noqa: S608
        f" AND link IS NULL AND device IN ({marks(own)})",
        (role.value, target.id, *own),
    )


def end_given_by(db: Db, lost: Iterable[DeviceId], at: int) -> None:
    """Take away what these devices gave within a week."""
    ids = list(lost)
    rows = db.execute(
        "SELECT devices.visitor, note, folder, binder FROM access_requests"  # noqa: S608 - marks
        " JOIN devices ON devices.id = access_requests.device"
        f" WHERE role IS NOT NULL AND answered_at > ? AND answered_by IN ({marks(ids)})",
        (at - UNDO_MS, *ids),
    )
    for visitor, *columns in list(rows):
        end(db, target_of(*columns), visitor)


def _request(row: tuple[Any, ...]) -> AccessRequest:
    id_, device, visitor, name, colour, agent, asked_at, *columns = row
    return AccessRequest(
        id=id_,
        target=target_of(*columns),
        device=device,
        visitor=visitor,
        name=name,
        colour=colour,
        agent=agent,
        asked_at=asked_at,
    )
