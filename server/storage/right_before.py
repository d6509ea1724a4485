"""Who was right before at the door of a link: browsers, and the networks they came from as keyed hashes."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from server.ids import DeviceId, LinkId
from server.storage import Db
from server.storage.sql import marks

# After the last right answer.
LASTS_MS: Final = 90 * 24 * 3600 * 1000
# Of one link; those that end first are forgotten.
MOST: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RightBefore:
    """Whether a browser was right at a door, and whether somebody of its network was."""

    browser: bool
    network: bool


def find(db: Db, link: LinkId, device: DeviceId | None, network: bytes, now: int) -> RightBefore:
    query = "SELECT 1 FROM right_before WHERE link = ? AND {} = ? AND until > ? LIMIT 1"
    return RightBefore(
        browser=any(db.execute(query.format("device"), (link, device, now))),
        network=any(db.execute(query.format("network"), (link, network, now))),
    )


def remember(db: Db, link: LinkId, device: DeviceId, network: bytes, at: int) -> None:
    """A browser has said the right password, from this network."""
    db.execute(
        "INSERT INTO right_before (link, device, network, until) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (link, device, network) DO UPDATE SET until = excluded.until",
        (link, device, network, at + LASTS_MS),
    )
    db.execute(
        "DELETE FROM right_before WHERE link = ? AND (device, network) NOT IN"
        " (SELECT device, network FROM right_before WHERE link = ? ORDER BY until DESC LIMIT ?)",
        (link, link, MOST),
    )


def forget_link(db: Db, link: LinkId) -> None:
    """The link was closed or renewed: nobody was right at its new address."""
    db.execute("DELETE FROM right_before WHERE link = ?", (link,))


def forget_devices(db: Db, devices: Collection[DeviceId]) -> None:
    """These browsers were closed: neither they nor their networks are known any more."""
    ids = list(devices)
    db.execute(f"DELETE FROM right_before WHERE device IN ({marks(ids)})", ids)  # noqa: S608 - marks


def prune(db: Db, at: int) -> None:
    """Forget who was not right for 90 days."""
    db.execute("DELETE FROM right_before WHERE until <= ?", (at,))
