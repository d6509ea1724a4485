"""The right to manage: its holders, candidates for it, and recovery links."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from crdt.roles import Role
from server.ids import DeviceId, VisitorId
from server.storage import Db, kept_rights, targets
from server.storage.devices import SHARING
from server.storage.sql import OF_TARGET, marks
from server.targets import Columns, Target, columns_of, target_of

# Acts of a lost device that can be undone for so long: hand-overs, recovery links, codes.
UNDO_MS: Final = 7 * 24 * 3600 * 1000
_MOST_PEOPLE = 50
# The devices that came by the current address of a link, and the visitors who manage it.
_OF = (
    "WITH opened (device, at) AS (SELECT device, opened_at FROM all_openings AS came"
    " JOIN links ON links.id = came.link AND links.generation = came.generation"
    " WHERE came.target = ?),"
    " managers (visitor) AS (SELECT holders.visitor FROM all_grants"
    " JOIN holders ON holders.device = all_grants.device"
    " WHERE all_grants.target = ? AND all_grants.role = 'manage')"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who has opened it and said a name; `seen_at` in milliseconds since 1970."""

    visitor: VisitorId
    name: str
    colour: int
    seen_at: int
    manages: bool


def put_recovery(db: Db, target: Target, hash_: str, *, by: DeviceId, at: int) -> None:
    """Keep a recovery link in the place of the one before, which is remembered for a week."""
    of = columns_of(target)
    db.execute(
        f"DELETE FROM recoveries WHERE {OF_TARGET} AND replaced_at <= ?",  # noqa: S608 - a constant
        (*of, at - UNDO_MS),
    )
    db.execute(
        f"UPDATE recoveries SET replaced_at = ? WHERE {OF_TARGET} AND replaced_at IS NULL",  # noqa: S608
        (at, *of),
    )
    db.execute(
        "INSERT INTO recoveries (hash, note, folder, binder, made_at, made_by) VALUES (?, ?, ?, ?, ?, ?)",
        (hash_, *of, at, kept_rights.holder(db, by, target.id)),
    )


def end_recoveries(db: Db, made_by: Iterable[DeviceId], *, within: Collection[str] | None = None) -> None:
    """End the recovery links that these devices made; the newest of the others of each is good again.

    `within` are the ids of targets, None for all.
    """
    ids = list(made_by)
    query = f"SELECT hash, note, folder, binder FROM recoveries WHERE made_by IN ({marks(ids)})"  # noqa: S608
    ended: set[Columns] = set()
    for hash_, *columns in list(db.execute(query, ids)):
        target = target_of(*columns)
        if within is None or target.id in within:
            db.execute("DELETE FROM recoveries WHERE hash = ?", (hash_,))
            ended.add(columns_of(target))
    for of in ended:
        _make_good_again(db, of)


def end_recoveries_of(db: Db, target: Target, *, since: int, but: Iterable[DeviceId]) -> None:
    """End the recovery links of a target that other devices than these made since then (ms since 1970)."""
    kept = list(but)
    ended = db.execute(
        f"DELETE FROM recoveries WHERE {OF_TARGET} AND made_at >= ?"  # noqa: S608 - marks
        f" AND (made_by IS NULL OR made_by NOT IN ({marks(kept)})) RETURNING 1",
        (*columns_of(target), since, *kept),
    )
    if list(ended):
        _make_good_again(db, columns_of(target))


def _make_good_again(db: Db, columns: Columns) -> None:
    """The newest recovery link that is left."""
    db.execute(
        "UPDATE recoveries SET replaced_at = NULL WHERE hash = (SELECT hash FROM recoveries"  # noqa: S608
        f" WHERE {OF_TARGET} ORDER BY made_at DESC, hash LIMIT 1)",
        columns,
    )


def recovery_made_at(db: Db, target: Target) -> int | None:
    """When the link was made that is still good; None where there is none."""
    query = f"SELECT made_at FROM recoveries WHERE {OF_TARGET} AND replaced_at IS NULL"  # noqa: S608
    return next((at for (at,) in db.execute(query, columns_of(target))), None)


def recovered_by(db: Db, hash_: str) -> Target | None:
    """The target of a valid recovery link."""
    query = "SELECT note, folder, binder FROM recoveries WHERE hash = ? AND replaced_at IS NULL"
    return next((target_of(*columns) for columns in db.execute(query, (hash_,))), None)


def spend_recovery(db: Db, hash_: str, target: Target, device: DeviceId) -> DeviceId | None:
    """Give a device what the link gives; it is good no more. The device that made it, where that is known."""
    spent = list(db.execute("DELETE FROM recoveries WHERE hash = ? RETURNING made_by", (hash_,)))
    grant(db, target, device)
    return next((by for (by,) in spent), None)


def is_managed_by(db: Db, target: Target, device: DeviceId) -> bool:
    """Whether the visitor of a device manages it."""
    return targets.granted(db, device, target) is Role.MANAGE


def grant(db: Db, target: Target, device: DeviceId) -> None:
    targets.grant(db, device, target, Role.MANAGE)


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
    managed = "SELECT target AS of, device FROM all_grants WHERE role = 'manage'"
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
    query = f"DELETE FROM {targets.GRANTS[type(target)]} WHERE {target.kind} = ? AND role = ?"  # noqa: S608
    db.execute(f"{query} AND device IN ({SHARING})", (target.id, Role.MANAGE.value, device))
