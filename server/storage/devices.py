"""The browsers that have been here, and the visitors who hold them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from server.storage import Db, DeviceId, NoteId, VisitorId


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A browser with the name and colour (1..8) of its visitor; `seen_at` in milliseconds since 1970."""

    id: DeviceId
    visitor: VisitorId
    name: str | None
    colour: int
    seen_at: int


def insert(db: Db, device: Device, secret_hash: bytes) -> None:
    db.execute(
        "INSERT INTO visitors (id, name, colour, created_at) VALUES (?, ?, ?, ?)",
        (device.visitor, device.name, device.colour, device.seen_at),
    )
    db.execute(
        "INSERT INTO devices (id, secret_hash, visitor, created_at, seen_at) VALUES (?, ?, ?, ?, ?)",
        (device.id, secret_hash, device.visitor, device.seen_at, device.seen_at),
    )


def find(db: Db, secret_hash: bytes) -> Device | None:
    """The open device whose cookie has this hash."""
    rows = db.execute(
        "SELECT devices.id, visitors.id, visitors.name, visitors.colour, devices.seen_at"
        " FROM devices"
        " JOIN visitors ON visitors.id = devices.visitor"
        " WHERE devices.secret_hash = ? AND devices.closed_at IS NULL",
        (secret_hash,),
    )
    for device, visitor, name, colour, seen_at in rows:
        return Device(id=device, visitor=visitor, name=name, colour=colour, seen_at=seen_at)
    return None


def seen(db: Db, device: DeviceId, at: int) -> None:
    db.execute("UPDATE devices SET seen_at = ? WHERE id = ?", (at, device))


def rename(db: Db, visitor: VisitorId, name: str) -> None:
    db.execute("UPDATE visitors SET name = ? WHERE id = ?", (name, visitor))


def colours(db: Db, note: NoteId) -> dict[int, int]:
    """How many of the devices that have opened a note have each colour."""
    rows = db.execute(
        "SELECT visitors.colour, count(*) FROM openings JOIN devices ON devices.id = openings.device"
        " JOIN visitors ON visitors.id = devices.visitor WHERE openings.note = ? GROUP BY visitors.colour",
        (note,),
    )
    return dict(rows)


def people(db: Db, ids: Iterable[VisitorId]) -> dict[VisitorId, tuple[str | None, int]]:
    """The name and colour of each visitor that is known."""
    query = "SELECT id, name, colour FROM visitors WHERE id IN (SELECT value FROM json_each(?))"
    found = db.execute(query, (json.dumps(list(ids)),))
    return {VisitorId(id_): (name, colour) for id_, name, colour in found}
