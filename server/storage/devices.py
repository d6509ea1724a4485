"""The browsers that have been here, and the visitors who hold them."""

from dataclasses import dataclass

from server.storage import Db, DeviceId, VisitorId


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A browser with the name and colour (1..8) of its visitor."""

    id: DeviceId
    visitor: VisitorId
    name: str | None
    colour: int


def insert(db: Db, device: Device, secret_hash: bytes, at: int) -> None:
    db.execute(
        "INSERT INTO visitors (id, name, colour, created_at) VALUES (?, ?, ?, ?)",
        (device.visitor, device.name, device.colour, at),
    )
    db.execute(
        "INSERT INTO devices (id, secret_hash, visitor, created_at, seen_at) VALUES (?, ?, ?, ?, ?)",
        (device.id, secret_hash, device.visitor, at, at),
    )


def find(db: Db, secret_hash: bytes) -> Device | None:
    """The open device whose cookie has this hash."""
    rows = db.execute(
        "SELECT devices.id, visitors.id, visitors.name, visitors.colour FROM devices"
        " JOIN visitors ON visitors.id = devices.visitor"
        " WHERE devices.secret_hash = ? AND devices.closed_at IS NULL",
        (secret_hash,),
    )
    for device, visitor, name, colour in rows:
        return Device(id=device, visitor=visitor, name=name, colour=colour)
    return None


def rename(db: Db, visitor: VisitorId, name: str) -> None:
    db.execute("UPDATE visitors SET name = ? WHERE id = ?", (name, visitor))
