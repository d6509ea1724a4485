"""Losses: devices that their visitor declared stolen; suspended at once, closed for good after 72 hours."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NewType

from server.ids import DeviceId, LinkId, VisitorId
from server.storage import Db, kept_rights
from server.storage.rights import holding
from server.storage.rights.recoveries import UNDO_MS
from server.storage.sql import marks
from server.targets import Target

LossId = NewType("LossId", str)
PENDING_MS: Final = 72 * 3600 * 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """One press of "Téléphone volé"; times are milliseconds since 1970."""

    id: LossId
    visitor: VisitorId
    by_device: DeviceId
    at: int
    final_at: int


def insert(db: Db, loss: Loss, devices: Iterable[DeviceId]) -> None:
    db.execute(
        "INSERT INTO losses (id, visitor, by_device, at, final_at) VALUES (?, ?, ?, ?, ?)",
        (loss.id, loss.visitor, loss.by_device, loss.at, loss.final_at),
    )
    for device in devices:
        db.execute("INSERT INTO lost_devices (loss, device) VALUES (?, ?)", (loss.id, device))


def pending(db: Db, visitor: VisitorId, now: int) -> list[Loss]:
    """The losses that this visitor can still take back, the latest first."""
    rows = db.execute(
        "SELECT id, visitor, by_device, at, final_at FROM losses"
        " WHERE visitor = ? AND final_at > ? AND taken_back_at IS NULL ORDER BY at DESC, id",
        (visitor, now),
    )
    return [
        Loss(id=LossId(id_), visitor=VisitorId(of), by_device=DeviceId(by), at=at, final_at=final_at)
        for id_, of, by, at, final_at in rows
    ]


def take_back(db: Db, loss: LossId, at: int) -> None:
    """Undo a loss: reopen its devices and their kept rows, and take those in again that were put out."""
    ((pressed_at,),) = db.execute("UPDATE losses SET taken_back_at = ? WHERE id = ? RETURNING at", (at, loss))
    db.execute(
        "WITH lost AS (SELECT device FROM lost_devices WHERE loss = ?)"
        " UPDATE devices SET closed_at = NULL WHERE id IN (SELECT device FROM lost)"
        " OR kept_for IN (SELECT device FROM lost)",
        (loss,),
    )
    lost = list(db.execute("SELECT device FROM lost_devices WHERE loss = ?", (loss,)))
    for (row,) in lost:
        kept_rights.take_in_again(db, DeviceId(row), pressed_at)


def put_out(db: Db, device: DeviceId, now: int) -> bool:
    """Whether a device is on its own again since others declared it stolen, while that may be taken back."""
    rows = db.execute(
        "SELECT 1 FROM devices AS had JOIN lost_devices ON lost_devices.device = had.id"
        " JOIN losses ON losses.id = lost_devices.loss JOIN devices AS me ON me.id = had.kept_for"
        " WHERE me.id = ? AND losses.final_at > ? AND losses.taken_back_at IS NULL"
        " AND me.joined_at = losses.at AND me.joined_by IS NULL",
        (device, now),
    )
    return any(rows)


def joined_by(db: Db, visitor: VisitorId, lost: Iterable[DeviceId], at: int) -> list[DeviceId]:
    """These devices, and those that they let in to this visitor within a week, and so on.

    Of one that has left the visitor since, the row that it has left. What a device let in when it was another
    visitor's is no business of this one.
    """
    ids = list(lost)
    rows = db.execute(
        "WITH RECURSIVE chain (device, browser) AS (SELECT id, coalesce(kept_for, id) FROM devices"  # noqa: S608
        f" WHERE id IN ({marks(ids)}) UNION SELECT devices.id, coalesce(devices.kept_for, devices.id)"
        " FROM devices JOIN chain ON devices.joined_by = chain.browser"
        " WHERE devices.joined_at > ? AND devices.visitor = ?)"
        " SELECT device FROM chain",
        (*ids, at - UNDO_MS, visitor),
    )
    return [DeviceId(device) for (device,) in rows]


def freezes(db: Db, target: Target, now: int) -> bool:
    """Whether nobody may purge, erase or hand on a target for now.

    A loss is pending of a visitor who manages it or its classeur, also one in the trash, or who handed it on
    within the last week.
    """
    holder = holding.kept_in(db, target)
    of = (target.id, holder) if holder else (target.id,)
    rows = db.execute(
        "SELECT 1 FROM losses WHERE final_at > ? AND taken_back_at IS NULL AND visitor IN ("  # noqa: S608
        " SELECT holders.visitor FROM grants JOIN holders ON holders.device = grants.device"
        f"  WHERE grants.target IN ({marks(of)}) AND grants.role = 'manage'"
        " UNION SELECT holders.visitor FROM handovers JOIN holders ON holders.device = handovers.from_device"
        "  WHERE handovers.target = ? AND handovers.at > ?)",
        (now, *of, target.id, now - UNDO_MS),
    )
    return any(rows)


def remember_openings(db: Db, loss: LossId, lost: Iterable[DeviceId]) -> None:
    """Write down by which links these devices, or rows of theirs, could open something at this moment."""
    ids = list(lost)
    db.execute(
        "INSERT INTO lost_openings (loss, device, link) SELECT ?, device, link FROM openings"  # noqa: S608 - marks
        " JOIN links ON links.id = openings.link AND links.generation = openings.generation"
        f" WHERE links.closed_at IS NULL AND device IN ({marks(ids)}) ON CONFLICT DO NOTHING",
        (loss, *ids),
    )


def openings_of(db: Db, loss: LossId) -> list[tuple[DeviceId, LinkId]]:
    """The links that the devices of a loss could open."""
    rows = db.execute("SELECT device, link FROM lost_openings WHERE loss = ?", (loss,))
    return [(DeviceId(device), LinkId(link)) for device, link in rows]
