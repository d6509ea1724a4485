"""Hand-overs of the right to manage; kept for a week, to undo those of a lost device."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from crdt.roles import Role
from server.ids import DeviceId
from server.storage import Db, kept_rights
from server.storage.rights import grants
from server.storage.rights.recoveries import UNDO_MS
from server.storage.rights.targets import named, target_of
from server.storage.sql import marks
from server.targets import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """One hand-over. `was_kept` tells whether the giver still manages beside the receiver."""

    target: Target
    from_device: DeviceId
    to_device: DeviceId
    was_kept: bool


def insert(db: Db, handover: Handover, at: int) -> None:
    """Remember a hand-over to somebody else, who did not manage before."""
    if _is_same_visitor(db, handover.from_device, handover.to_device):
        return
    db.execute("DELETE FROM handovers WHERE at <= ?", (at - UNDO_MS,))
    db.execute(
        "INSERT INTO handovers (id, target, from_device, to_device, was_kept, at) VALUES (?, ?, ?, ?, ?, ?)",
        (
            *(secrets.token_urlsafe(16), handover.target.id),
            kept_rights.holder(db, handover.from_device, handover.target.id),
            *(handover.to_device, int(handover.was_kept), at),
        ),
    )


def receivers(db: Db, lost: Iterable[DeviceId], at: int) -> list[DeviceId]:
    """The devices that received a right from these within a week, or from one that did, and so on."""
    ids = list(lost)
    rows = db.execute(
        f"WITH RECURSIVE chain (device) AS (SELECT id FROM devices WHERE id IN ({marks(ids)}) UNION"  # noqa: S608
        " SELECT handovers.to_device FROM handovers JOIN chain ON chain.device = handovers.from_device"
        " WHERE handovers.at > ?) SELECT device FROM chain",
        (*ids, at - UNDO_MS),
    )
    return [DeviceId(device) for (device,) in rows]


def taken_from(db: Db, givers: Iterable[DeviceId], at: int) -> list[Target]:
    """The rights to manage that these devices handed over within the last week and did not keep."""
    ids = list(givers)
    rows = db.execute(
        f"SELECT DISTINCT {target_of('handovers')} FROM handovers"  # noqa: S608 - marks
        f" WHERE was_kept = 0 AND at > ? AND from_device IN ({marks(ids)})",
        (at - UNDO_MS, *ids),
    )
    return [named(id_, kind) for id_, kind in rows]


def undo(db: Db, lost: Iterable[DeviceId], at: int) -> list[Handover]:
    """Take back what these devices handed on within a week, along the whole chain, and return it to them."""
    first = set(lost)
    done = []
    for handover in _by(db, receivers(db, first, at), at):
        _take(db, handover)
        done.append(handover)
    for handover in done:
        if handover.from_device in first and not handover.was_kept:
            grants.grant(db, handover.from_device, handover.target, Role.MANAGE)
    return done


def _is_same_visitor(db: Db, one: DeviceId, other: DeviceId) -> bool:
    query = "SELECT count(DISTINCT visitor) = 1 FROM devices WHERE id IN (?, ?)"
    return any(is_same for (is_same,) in db.execute(query, (one, other)) if is_same)


def _by(db: Db, givers: Iterable[DeviceId], at: int) -> list[Handover]:
    ids = list(givers)
    rows = db.execute(
        f"SELECT {target_of('handovers')}, from_device, to_device, was_kept FROM handovers"  # noqa: S608 - marks
        f" WHERE from_device IN ({marks(ids)}) AND at > ? ORDER BY at, id",
        (*ids, at - UNDO_MS),
    )
    return [
        Handover(
            target=named(id_, kind),
            from_device=DeviceId(giver),
            to_device=DeviceId(receiver),
            was_kept=bool(kept),
        )
        for id_, kind, giver, receiver, kept in rows
    ]


def _take(db: Db, handover: Handover) -> None:
    target = handover.target
    grants.take_back(db, [handover.to_device], target, Role.MANAGE)
    db.execute(
        "DELETE FROM handovers WHERE target = ? AND from_device = ? AND to_device = ?",
        (target.id, handover.from_device, handover.to_device),
    )
