"""Limits of requests for access, by target and network: the same for what exists and what does not."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from server.ids import DeviceId
from server.storage import Db
from server.targets import Target

LASTS_MS: Final = 30 * 24 * 3600 * 1000
# Of a target: those that wait, and of one network those that wait or were refused.
MOST_OPEN: Final = 20
MOST_OF_NEAR: Final = 5
MOST_OF_WIDE: Final = 8
# Of all targets: about 20 MB, and a month of what a network may ask for.
MOST: Final = 100_000


class Ask(StrEnum):
    """What became of a press of the button, as it is told."""

    SENT = "sent"
    FULL = "full"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class Networks:
    """Keyed hashes of where a request comes from: an IPv4 address twice, or an IPv6 /64 and its /48."""

    near: bytes
    wide: bytes


def put(db: Db, target: Target, device: DeviceId, networks: Networks, at: int) -> Ask:
    """Count a press; a second one of the same device counts once."""
    rows = list(
        db.execute(
            "SELECT device, near, wide, waits FROM access_asks WHERE target = ? AND asked_at > ?",
            (str(target), at - LASTS_MS),
        )
    )
    if any(of == device for of, *_ in rows):
        return Ask.SENT
    near = sum(bytes(one) == networks.near for _, one, _, _ in rows)
    wide = sum(bytes(one) == networks.wide for _, _, one, _ in rows)
    if near >= MOST_OF_NEAR or wide >= MOST_OF_WIDE:
        return Ask.NETWORK
    if sum(waits for *_, waits in rows) >= MOST_OPEN:
        return Ask.FULL
    db.execute(
        "INSERT INTO access_asks (target, device, near, wide, asked_at, waits) VALUES (?, ?, ?, ?, ?, 1)"
        " ON CONFLICT (target, device) DO UPDATE SET near = excluded.near, wide = excluded.wide,"
        " asked_at = excluded.asked_at, waits = 1",
        (str(target), device, networks.near, networks.wide, at),
    )
    return Ask.SENT


def refused(db: Db, target: Target, device: DeviceId) -> None:
    """It waits no more; its network has one less for as long as the row is there."""
    db.execute("UPDATE access_asks SET waits = 0 WHERE target = ? AND device = ?", (str(target), device))


def forget(db: Db, target: Target, device: DeviceId) -> None:
    """The device was let in, or what it was given has ended: it may ask again."""
    db.execute("DELETE FROM access_asks WHERE target = ? AND device = ?", (str(target), device))


def prune(db: Db, at: int) -> None:
    """Forget what was asked more than 30 days ago, and the oldest beyond the most that are kept."""
    db.execute("DELETE FROM access_asks WHERE asked_at <= ?", (at - LASTS_MS,))
    db.execute(
        "DELETE FROM access_asks WHERE asked_at <= (SELECT asked_at FROM access_asks"
        " ORDER BY asked_at DESC LIMIT 1 OFFSET ?)",
        (MOST,),
    )


def is_shut(db: Db, *ids: str) -> bool:
    """Whether one of these targets takes no requests."""
    return any(any(db.execute("SELECT 1 FROM shut_to_requests WHERE target = ?", (id_,))) for id_ in ids)


def shut(db: Db, target: Target, at: int) -> None:
    db.execute(
        "INSERT INTO shut_to_requests (target, at) VALUES (?, ?) ON CONFLICT DO NOTHING", (target.id, at)
    )


def open_again(db: Db, target: Target) -> None:
    db.execute("DELETE FROM shut_to_requests WHERE target = ?", (target.id,))
