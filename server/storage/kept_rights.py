"""Rights of a device from before it joined other devices: kept apart, given to them, or taken back.

They are held by a row of `devices` without a cookie, which stays with the former visitor: the other devices
of that visitor go on as before, and the joined devices reach nothing of it.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from server.ids import DeviceId, LinkId, VisitorId
from server.storage import Db, devices
from server.storage.devices import SHARING
from server.storage.sql import marks

# Tables that all devices of a visitor share, each with its other key. Other tables are of one device.
SHARED: Final = {
    "grants": "target",
    "openings": "target",
    "comings": "link",
}
# Columns that say which device did something that a loss may undo: what it did before it joined others is no
# more theirs than what it had. Of links their time tells it (server/storage/links.py).
ACTS: Final = (
    ("recoveries", "made_by"),
    ("access_requests", "answered_by"),
    ("recovery_codes", "device"),
    ("handovers", "from_device"),
    ("handovers", "to_device"),
    ("binder_moves", "by_device"),
)
# Tables of losses: a row that is put together with another one is lost as that one.
_LOST: Final = {"lost_devices": ("loss",), "lost_openings": ("loss", "link")}
RETURN_MS: Final = 24 * 3600 * 1000
_NO_COOKIE_BYTES: Final = 32
# Of rows that are kept for a device of a visitor's: those that are not this visitor's.
_APART: Final = "devices.visitor <> ? AND given_to IS DISTINCT FROM ? AND devices.closed_at IS NULL"
# Whether a row came by an address of a link: what no opening keeps any more, and what is older than comings.
_CAME: Final = (
    "(EXISTS (SELECT 1 FROM comings WHERE device = {0}.id AND link = ? AND generation = ?)"
    " OR EXISTS (SELECT 1 FROM openings WHERE device = {0}.id AND link = ? AND generation = ?))"
)
_NOTES: Final = "SELECT target AS of, device FROM openings UNION SELECT target, device FROM grants"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """How many targets a device gave to those that it joined; `at` in milliseconds since 1970."""

    device: DeviceId
    agent: str
    notes: int
    at: int


def holder(db: Db, device: DeviceId, target: str) -> DeviceId:
    """The row that holds what a device does with a target: where that is known apart, there.

    Otherwise it would be known to the devices that were joined as soon as it is opened again.
    """
    known = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE {table}.device = devices.id AND {table}.target = ?)"  # noqa: S608
        for table in ("openings", "grants")
    )
    rows = db.execute(
        f"SELECT id FROM devices WHERE id IN ({SHARING}) AND (id = ? OR kept_for IS NOT NULL) AND ({known})"  # noqa: S608
        " ORDER BY kept_for IS NOT NULL, id LIMIT 1",
        (device, device, target, target),
    )
    return next((DeviceId(id_) for (id_,) in rows), device)


def holders(db: Db, device: DeviceId, targets: Collection[str]) -> dict[str, DeviceId]:
    """`holder` of each of these targets that are known; of the others it is the device."""
    rows = db.execute(
        "SELECT known.target, devices.id FROM (SELECT target, device FROM openings"  # noqa: S608 - marks
        " UNION SELECT target, device FROM grants) AS known JOIN devices ON devices.id = known.device"
        f" WHERE known.device IN ({SHARING}) AND known.target IN ({marks(targets)})"
        " AND (devices.id = ? OR devices.kept_for IS NOT NULL)"
        " ORDER BY devices.kept_for IS NOT NULL DESC, devices.id DESC",
        (device, *targets, device),
    )
    # The last one counts.
    return {target: DeviceId(id_) for target, id_ in rows}


def join(db: Db, device: DeviceId, visitor: VisitorId, *, by: DeviceId | None, at: int) -> None:
    """Make a device one of a visitor's: it has their rights from now on, and they have none of its own.

    `by` is the device that let it in, where one did.
    """
    _keep_apart(db, device, visitor, at)
    devices.adopt(db, device, visitor, by=by, at=at)


def _keep_apart(db: Db, device: DeviceId, visitor: VisitorId, at: int) -> None:
    """Rows that it had once left with that visitor are its own again."""
    if _holds_anything(db, device):
        _leave_row(db, device, at)
    own = "SELECT id FROM devices WHERE kept_for = ? AND visitor = ? AND given_to IS NULL"
    for (row,) in list(db.execute(own, (device, visitor))):
        _move(db, row, device)
        db.execute("DELETE FROM devices WHERE id = ?", (row,))


def _leave_row(db: Db, device: DeviceId, at: int) -> DeviceId:
    """Move what a device has and did as its present visitor to a new row that stays with that visitor."""
    row = DeviceId(secrets.token_urlsafe(16))
    db.execute(
        "INSERT INTO devices (id, secret_hash, visitor, label, created_at, seen_at, kept_for, joined_by,"
        " joined_at) SELECT ?, ?, visitor, label, ?, ?, id, joined_by, joined_at FROM devices WHERE id = ?",
        (row, secrets.token_bytes(_NO_COOKIE_BYTES), at, at, device),
    )
    _move(db, device, row)
    return row


def keeps_apart(db: Db, device: DeviceId, visitor: VisitorId) -> bool:
    """Whether a device of a visitor's has anything from before that this visitor was not given."""
    query = f"SELECT 1 FROM devices WHERE kept_for = ? AND {_APART}"  # noqa: S608 - a constant
    return any(db.execute(query, (device, visitor, visitor)))


def given_rows(db: Db, device: DeviceId, visitor: VisitorId) -> list[DeviceId]:
    """The rows in which a device keeps what it gave to a visitor."""
    rows = db.execute("SELECT id FROM devices WHERE kept_for = ? AND given_to = ?", (device, visitor))
    return [DeviceId(id_) for (id_,) in rows]


def put_out(db: Db, device: DeviceId, visitor: VisitorId, at: int) -> list[DeviceId]:
    """Take a device from a visitor: it goes on with what it kept apart, and nothing else, under its own name.

    Gives the rows that are closed in its place, of what it had as this visitor and of what it gave to them.
    """
    own = VisitorId(secrets.token_urlsafe(16))
    db.execute(
        "INSERT INTO visitors (id, name, colour, created_at) SELECT ?, visitors.name, visitors.colour, ?"  # noqa: S608
        " FROM devices JOIN visitors ON visitors.id = devices.visitor"
        f" WHERE kept_for = ? AND {_APART} ORDER BY devices.created_at DESC LIMIT 1",
        (own, at, device, visitor, visitor),
    )
    closed = [_leave_row(db, device, at), *given_rows(db, device, visitor)]
    db.execute(f"UPDATE devices SET closed_at = ? WHERE id IN ({marks(closed)})", (at, *closed))  # noqa: S608
    devices.adopt(db, device, own, by=None, at=at)
    return closed


def was_put_out(db: Db, device: DeviceId, link: LinkId, generation: int) -> bool:
    """Whether a device came by this address of a link only as one of the devices that it was taken from.

    It is refused there until it is one of them again: the address stays in its history, and what it had kept
    of the target goes.
    """
    query = (
        "SELECT 1 FROM devices AS me JOIN devices AS lost ON lost.kept_for = me.id"  # noqa: S608 - a constant
        " AND lost.closed_at IS NOT NULL AND lost.visitor <> me.visitor"
        f" WHERE me.id = ? AND {_CAME.format('lost')}"
        " AND NOT EXISTS (SELECT 1 FROM devices AS own"
        "  WHERE (own.id = me.id OR (own.kept_for = me.id AND own.closed_at IS NULL))"
        f"  AND {_CAME.format('own')})"
    )
    by = (link, generation)
    return any(db.execute(query, (device, *by, *by, *by, *by)))


def take_in_again(db: Db, row: DeviceId, at: int) -> None:
    """Undo `put_out` of that time, of which `row` is left, where the device has joined nobody since."""
    rows = db.execute(
        "SELECT browser.id, had.visitor, had.joined_by, had.joined_at FROM devices AS had"
        " JOIN devices AS browser ON browser.id = had.kept_for WHERE had.id = ?"
        " AND browser.joined_at = ? AND browser.joined_by IS NULL AND browser.visitor <> had.visitor"
        " AND browser.closed_at IS NULL",
        (row, at),
    )
    for device, visitor, joined_by, joined_at in list(rows):
        join(db, device, visitor, by=joined_by, at=joined_at if joined_at is not None else at)


def count(db: Db, device: DeviceId) -> int:
    """How many notes and pochettes a device would give to others: its own ones that are not given yet."""
    rows = db.execute(
        f"WITH known AS ({_NOTES}) SELECT count(DISTINCT of) FROM known JOIN devices"  # noqa: S608 - a constant
        " ON devices.id = known.device WHERE devices.id = ? OR (devices.kept_for = ? AND given_to IS NULL)",
        (device, device),
    )
    return next(int(notes) for (notes,) in rows)


def count_kept(db: Db, device: DeviceId) -> int:
    """How many notes and pochettes a device keeps from the devices that it joined."""
    rows = db.execute(
        f"WITH known AS ({_NOTES}) SELECT count(DISTINCT of) FROM known JOIN devices"  # noqa: S608 - a constant
        " ON devices.id = known.device WHERE devices.kept_for = ? AND given_to IS NULL",
        (device,),
    )
    return next(int(notes) for (notes,) in rows)


def give(db: Db, device: DeviceId, at: int) -> int:
    """Share the kept rights with all devices of its visitor; gives the number of notes and pochettes."""
    notes = count_kept(db, device)
    db.execute(
        "UPDATE devices SET given_to = (SELECT visitor FROM devices AS me WHERE me.id = devices.kept_for),"
        " given_at = ? WHERE kept_for = ? AND given_to IS NULL AND closed_at IS NULL",
        (at, device),
    )
    return notes


def given(db: Db, device: DeviceId, at: int) -> list[Given]:
    """Gifts to the visitor of a device that may still be taken back, last first."""
    rows = db.execute(
        f"WITH known AS ({_NOTES}) SELECT devices.kept_for, max(devices.label), count(DISTINCT of),"  # noqa: S608
        " max(devices.given_at) FROM known JOIN devices ON devices.id = known.device"
        " WHERE (devices.given_to = (SELECT visitor FROM devices WHERE id = ?) OR devices.kept_for = ?)"
        " AND devices.given_at > ? GROUP BY devices.kept_for ORDER BY max(devices.given_at) DESC",
        (device, device, at - RETURN_MS),
    )
    return [Given(device=of, agent=agent, notes=notes, at=given_at) for of, agent, notes, given_at in rows]


def take_back(db: Db, device: DeviceId, giver: DeviceId, at: int) -> bool:
    """Undo a gift of `giver` within a day; either side may ask. False if there was none."""
    rows = db.execute(
        "UPDATE devices SET given_to = NULL, given_at = NULL WHERE kept_for = ? AND given_at > ?"
        " AND (kept_for = ? OR given_to = (SELECT visitor FROM devices AS me WHERE me.id = ?)) RETURNING 1",
        (giver, at - RETURN_MS, device, device),
    )
    return bool(list(rows))


def visitors(db: Db, device: DeviceId) -> frozenset[VisitorId]:
    """The visitors of a device and of its kept rows."""
    rows = db.execute("SELECT visitor FROM devices WHERE id = ? OR kept_for = ?", (device, device))
    return frozenset(VisitorId(visitor) for (visitor,) in rows)


def _holds_anything(db: Db, device: DeviceId) -> bool:
    """Also where all that it has is something that it did."""
    columns = [*((table, "device") for table in SHARED), *ACTS]
    held = " UNION ALL ".join(f"SELECT 1 FROM {table} WHERE {column} = ?" for table, column in columns)  # noqa: S608
    return any(db.execute(held, (device,) * len(columns)))


def _move(db: Db, source: DeviceId, target: DeviceId) -> None:
    """Rows that the target has already are dropped."""
    for table, of in SHARED.items():
        known = f"SELECT {of} FROM {table} WHERE device = ?"  # noqa: S608 - constants
        db.execute(f"DELETE FROM {table} WHERE device = ? AND {of} IN ({known})", (source, target))  # noqa: S608
        db.execute(f"UPDATE {table} SET device = ? WHERE device = ?", (target, source))  # noqa: S608
    for table, column in ACTS:
        db.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (target, source))  # noqa: S608
    for table, key in _LOST.items():
        same = " AND ".join(f"known.{one} = {table}.{one}" for one in key)
        known = f"SELECT 1 FROM {table} AS known WHERE known.device = ? AND {same}"  # noqa: S608 - constants
        db.execute(f"DELETE FROM {table} WHERE device = ? AND EXISTS ({known})", (source, target))  # noqa: S608
        db.execute(f"UPDATE {table} SET device = ? WHERE device = ?", (target, source))  # noqa: S608
