"""Devices (browsers with a cookie) and their visitors."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from server.ids import DeviceId, VisitorId
from server.storage import Db, pairings, right_before
from server.storage.sql import marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A browser with the name and colour (1..8) of its visitor. Times are milliseconds since 1970.

    `generation` is the one of its cookie that has come back for sure, or was the first.
    """

    id: DeviceId
    visitor: VisitorId
    name: str | None
    colour: int
    seen_at: int
    created_at: int = 0
    generation: int = 0
    cookie_given_at: int = 0
    cookie_key: bytes = field(default=b"", repr=False)


# Subquery: the devices whose rights a device has. Those of its visitor, those given to that visitor, and the
# row of its own rights from before it joined them (server/storage/kept_rights.py).
SHARING: Final = (
    "SELECT shared.id FROM devices AS me JOIN devices AS shared ON shared.visitor = me.visitor"
    " OR shared.given_to = me.visitor OR (shared.kept_for = me.id AND shared.closed_at IS NULL)"
    " WHERE me.id = ?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRow:
    """One of a visitor's devices, with its User-Agent in words and the number of notes it has opened.

    `has_left` says that the browser has joined other devices since, and keeps these notes there.
    """

    id: DeviceId
    agent: str
    created_at: int
    seen_at: int
    notes: int
    has_left: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """An open device: its visitor, their name, and its User-Agent in words."""

    visitor: VisitorId
    name: str | None
    agent: str


def insert(db: Db, device: Device, secret_hash: bytes, agent: str) -> None:
    db.execute(
        "INSERT INTO visitors (id, name, colour, created_at) VALUES (?, ?, ?, ?)",
        (device.visitor, device.name, device.colour, device.seen_at),
    )
    at = device.seen_at
    db.execute(
        "INSERT INTO devices (id, secret_hash, visitor, label, created_at, seen_at, cookie_given_at,"
        " cookie_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (device.id, secret_hash, device.visitor, agent, at, at, at, device.cookie_key),
    )


def find(db: Db, secret_hash: bytes) -> Device | None:
    """The open device whose cookie has this hash."""
    rows = db.execute(
        "SELECT devices.id, visitors.id, visitors.name, visitors.colour, devices.seen_at, devices.created_at,"
        " devices.generation, devices.cookie_given_at, devices.cookie_key"
        " FROM devices"
        " JOIN visitors ON visitors.id = devices.visitor"
        " WHERE devices.secret_hash = ? AND devices.closed_at IS NULL",
        (secret_hash,),
    )
    return next((_device(row) for row in rows), None)


def suspended(db: Db, secret_hash: bytes, now: int) -> Device | None:
    """The device whose cookie has this hash and that is declared stolen, while that can be taken back."""
    rows = db.execute(
        "SELECT devices.id, visitors.id, visitors.name, visitors.colour, devices.seen_at, devices.created_at,"
        " devices.generation, devices.cookie_given_at, devices.cookie_key"
        " FROM devices JOIN visitors ON visitors.id = devices.visitor"
        " WHERE devices.secret_hash = ? AND devices.closed_at IS NOT NULL"
        " AND EXISTS (SELECT 1 FROM lost_devices JOIN losses ON losses.id = lost_devices.loss"
        "  WHERE lost_devices.device = devices.id AND losses.final_at > ? AND losses.taken_back_at IS NULL)",
        (secret_hash, now),
    )
    return next((_device(row) for row in rows), None)


def is_closed(db: Db, secret_hash: bytes, generation: int) -> bool:
    """Whether this cookie was given to a device that somebody has closed, or another one took its place."""
    query = "SELECT 1 FROM devices WHERE secret_hash = ? AND (closed_at IS NOT NULL OR generation > ?)"
    return any(db.execute(query, (secret_hash, generation)))


def describe(db: Db, device: DeviceId) -> Described | None:
    """The public description of an open device."""
    rows = db.execute(
        "SELECT visitors.id, visitors.name, devices.label FROM devices"
        " JOIN visitors ON visitors.id = devices.visitor WHERE devices.id = ? AND devices.closed_at IS NULL",
        (device,),
    )
    return next((Described(visitor=id_, name=name, agent=agent) for id_, name, agent in rows), None)


def visitor_of(db: Db, device: DeviceId | None) -> VisitorId | None:
    """Whose it is, closed ones too."""
    rows = db.execute("SELECT visitor FROM devices WHERE id = ?", (device,))
    return next((VisitorId(visitor) for (visitor,) in rows), None)


def receivers(db: Db, giver: DeviceId) -> list[DeviceId]:
    """The devices of the visitors to whom a device gave its own rights."""
    rows = db.execute(
        "SELECT id FROM devices WHERE visitor IN (SELECT given_to FROM devices WHERE kept_for = ?)", (giver,)
    )
    return [DeviceId(id_) for (id_,) in rows]


def of_visitor(db: Db, visitor: VisitorId) -> list[DeviceRow]:
    """Those that are open, the one that was seen last first."""
    rows = db.execute(
        "SELECT id, label, created_at, seen_at,"
        " (SELECT count(*) FROM openings WHERE device = devices.id"
        "  AND NOT EXISTS (SELECT 1 FROM targets WHERE targets.id = openings.target AND note IS NULL)),"
        " kept_for IS NOT NULL"
        " FROM devices WHERE visitor = ? AND closed_at IS NULL ORDER BY seen_at DESC, id",
        (visitor,),
    )
    return [
        DeviceRow(
            id=id_, agent=agent, created_at=created_at, seen_at=seen_at, notes=notes, has_left=bool(has_left)
        )
        for id_, agent, created_at, seen_at, notes, has_left in rows
    ]


def all_of(db: Db, visitor: VisitorId) -> list[DeviceId]:
    """All rows whose rights a visitor holds: devices, closed ones too, and rows kept apart or given."""
    rows = db.execute("SELECT DISTINCT device FROM holders WHERE visitor = ?", (visitor,))
    return [DeviceId(id_) for (id_,) in rows]


def kept_for(db: Db, ids: Iterable[DeviceId]) -> list[DeviceId]:
    """The rows of the rights that these devices keep apart."""
    of = list(ids)
    rows = db.execute(f"SELECT id FROM devices WHERE kept_for IN ({marks(of)})", of)  # noqa: S608 - marks
    return [DeviceId(id_) for (id_,) in rows]


def of_same_browsers(db: Db, ids: Iterable[DeviceId]) -> list[DeviceId]:
    """Every row of the browsers that have these: their devices, and what they keep apart."""
    of = list(ids)
    browsers = f"SELECT coalesce(kept_for, id) FROM devices WHERE id IN ({marks(of)})"  # noqa: S608 - marks
    rows = db.execute(
        f"SELECT id FROM devices WHERE id IN ({browsers}) OR kept_for IN ({browsers})",  # noqa: S608
        (*of, *of),
    )
    return [DeviceId(id_) for (id_,) in rows]


def since(db: Db, device: DeviceId) -> int:
    """When a device became its visitor's, in milliseconds since 1970."""
    rows = db.execute("SELECT coalesce(joined_at, created_at) FROM devices WHERE id = ?", (device,))
    return next((at for (at,) in rows), 0)


def joined_since(db: Db, visitor: VisitorId, at: int) -> list[DeviceId]:
    """The devices that became the visitor's after a moment."""
    rows = db.execute("SELECT id FROM devices WHERE visitor = ? AND joined_at > ?", (visitor, at))
    return [DeviceId(id_) for (id_,) in rows]


def adopt(db: Db, device: DeviceId, visitor: VisitorId, *, by: DeviceId | None, at: int) -> None:
    """Move a device, with its rights, to another visitor; `by` is the device that let it in."""
    db.execute(
        "UPDATE devices SET visitor = ?, joined_by = ?, joined_at = ? WHERE id = ?", (visitor, by, at, device)
    )


def insert_beside(db: Db, device: Device, secret_hash: bytes, *, of: DeviceId) -> None:
    """Insert a second device of a known visitor, in the same browser as `of`."""
    db.execute(
        "INSERT INTO devices (id, secret_hash, visitor, label, created_at, seen_at, joined_at,"
        " cookie_given_at, cookie_key) SELECT ?, ?, visitor, label, ?, ?, ?, ?, ? FROM devices WHERE id = ?",
        (device.id, secret_hash, *(device.seen_at,) * 4, device.cookie_key, of),
    )


def close(db: Db, device: DeviceId, at: int) -> None:
    """Invalidate its cookie, the rights that it kept apart, and the codes by which it is being linked."""
    right_before.forget_devices(db, [device])
    pairings.end_of(db, device)
    db.execute(
        "UPDATE devices SET closed_at = ? WHERE (id = ? OR kept_for = ?) AND closed_at IS NULL",
        (at, device, device),
    )


def titles_opened(db: Db, ids: Iterable[DeviceId]) -> list[str]:
    """The titles of the notes that any of these devices has opened, those last opened first."""
    of = list(ids)
    rows = db.execute(
        "SELECT notes.title FROM openings JOIN notes ON notes.id = openings.target"  # noqa: S608 - marks
        f" WHERE openings.device IN ({marks(of)}) GROUP BY notes.id ORDER BY max(openings.opened_at) DESC",
        of,
    )
    return [title for (title,) in rows]


def rotate(db: Db, device: DeviceId, *, secret_hash: bytes, key: bytes, at: int) -> None:
    """Know a device by another secret from now on."""
    db.execute(
        "UPDATE devices SET secret_hash = ?, cookie_key = ?, generation = 0, cookie_given_at = ?"
        " WHERE id = ?",
        (secret_hash, key, at, device),
    )


def give_cookie(db: Db, device: DeviceId, at: int) -> None:
    """Remember when the next generation of its cookie was given."""
    db.execute("UPDATE devices SET cookie_given_at = ? WHERE id = ?", (at, device))


def come_back(db: Db, device: DeviceId, generation: int) -> None:
    """A cookie of a generation below this one is good no more."""
    db.execute(
        "UPDATE devices SET generation = ? WHERE id = ? AND generation < ?", (generation, device, generation)
    )


def seen(db: Db, device: DeviceId, at: int) -> None:
    db.execute("UPDATE devices SET seen_at = ? WHERE id = ? AND seen_at < ?", (at, device, at))


def last_seen(db: Db, ids: Iterable[DeviceId]) -> list[tuple[DeviceId, int, int]]:
    """Each of these that is open, with when it was made and seen."""
    of = list(ids)
    query = "SELECT id, created_at, seen_at FROM devices"
    rows = db.execute(f"{query} WHERE id IN ({marks(of)}) AND closed_at IS NULL", of)
    return [(DeviceId(id_), made, seen) for id_, made, seen in rows]


def rename(db: Db, visitor: VisitorId, name: str) -> None:
    db.execute("UPDATE visitors SET name = ? WHERE id = ?", (name, visitor))


def colours(db: Db, target: str) -> dict[int, int]:
    """How many of the devices that have opened a note, a pochette or a classeur have each colour."""
    rows = db.execute(
        "SELECT visitors.colour, count(*) FROM openings AS came JOIN devices ON devices.id = came.device"
        " JOIN visitors ON visitors.id = devices.visitor WHERE came.target = ? GROUP BY visitors.colour",
        (target,),
    )
    return dict(rows)


def people(db: Db, ids: Iterable[VisitorId]) -> dict[VisitorId, tuple[str | None, int]]:
    """The name and colour of each visitor that is known."""
    of = list(ids)
    found = db.execute(f"SELECT id, name, colour FROM visitors WHERE id IN ({marks(of)})", of)  # noqa: S608
    return {VisitorId(id_): (name, colour) for id_, name, colour in found}


def _device(row: tuple[Any, ...]) -> Device:
    id_, visitor, name, colour, seen_at, created_at, generation, given_at, key = row
    return Device(
        id=id_,
        visitor=visitor,
        name=name,
        colour=colour,
        seen_at=seen_at,
        created_at=created_at,
        generation=generation,
        cookie_given_at=given_at,
        cookie_key=bytes(key),
    )
