"""The right to manage: its holders, and candidates for it."""

from dataclasses import dataclass

from crdt.roles import Role
from server.ids import DeviceId, VisitorId
from server.storage import Db
from server.storage.devices import SHARING
from server.storage.rights import grants
from server.targets import Target

_MOST_PEOPLE = 50
# The devices that came by the current address of a link, and the visitors who manage it.
_OF = (
    "WITH opened (device, at) AS (SELECT device, opened_at FROM openings AS came"
    " JOIN links ON links.id = came.link AND links.generation = came.generation"
    " WHERE came.target = ?),"
    " managers (visitor) AS (SELECT holders.visitor FROM grants"
    " JOIN holders ON holders.device = grants.device"
    " WHERE grants.target = ? AND grants.role = 'manage')"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who has opened it and said a name; `seen_at` in milliseconds since 1970."""

    visitor: VisitorId
    name: str
    colour: int
    seen_at: int
    manages: bool


def is_managed_by(db: Db, target: Target, device: DeviceId) -> bool:
    """Whether the visitor of a device manages it."""
    return grants.granted(db, device, target) is Role.MANAGE


def grant(db: Db, target: Target, device: DeviceId) -> None:
    grants.grant(db, device, target, Role.MANAGE)


def people(db: Db, target: Target) -> list[Person]:
    """The named visitors who have opened it, last seen first."""
    found = db.execute(
        f"{_OF} SELECT visitors.id, visitors.name, visitors.colour, max(opened.at),"  # noqa: S608 - a constant
        " EXISTS (SELECT 1 FROM managers WHERE managers.visitor = visitors.id)"
        " FROM opened JOIN devices ON devices.id = opened.device AND devices.closed_at IS NULL"
        " JOIN visitors ON visitors.id = devices.visitor WHERE visitors.name IS NOT NULL"
        " GROUP BY visitors.id ORDER BY max(opened.at) DESC LIMIT ?",
        (target.id, target.id, _MOST_PEOPLE),
    )
    return [
        Person(visitor=visitor, name=name, colour=colour, seen_at=at, manages=bool(manages))
        for visitor, name, colour, at, manages in found
    ]


def give(db: Db, target: Target, visitor: VisitorId) -> DeviceId | None:
    """Let a visitor manage, on the device that has opened it last; None where none of theirs has."""
    found = list(
        db.execute(
            f"{_OF} SELECT opened.device FROM opened JOIN devices ON devices.id = opened.device"  # noqa: S608
            " AND devices.closed_at IS NULL WHERE devices.visitor = ? ORDER BY opened.at DESC LIMIT 1",
            (target.id, target.id, visitor),
        )
    )
    device = next((DeviceId(device) for (device,) in found), None)
    if device is not None:
        grant(db, target, device)
    return device


def count_alone(db: Db, device: DeviceId, *, seen_after: int = 0) -> int:
    """How many targets this device alone manages; others count if seen after `seen_after`."""
    managed = "SELECT target AS of, device FROM grants WHERE role = 'manage'"
    rows = db.execute(
        f"WITH managed AS ({managed}) SELECT count(DISTINCT of) FROM managed"  # noqa: S608 - constants
        f" WHERE device IN ({SHARING}) AND NOT EXISTS (SELECT 1 FROM managed AS by"
        " JOIN holders ON holders.device = by.device JOIN devices AS other ON other.visitor = holders.visitor"
        " WHERE by.of = managed.of AND other.id <> ? AND other.kept_for IS NULL AND other.closed_at IS NULL"
        " AND other.seen_at > ?)",
        (device, device, seen_after),
    )
    return next(int(many) for (many,) in rows)


def lay_down(db: Db, target: Target, device: DeviceId) -> None:
    """The visitor of a device manages it no more, on any device of theirs."""
    grants.take_back(db, [id_ for (id_,) in db.execute(SHARING, (device,))], target, Role.MANAGE)
