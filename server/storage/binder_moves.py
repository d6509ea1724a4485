"""Moves between classeurs; kept for a week, to undo those of a lost device."""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from crdt.roles import Role
from server.ids import BinderId, DeviceId
from server.storage import Db, binders, kept_rights
from server.storage.quota import admit_into
from server.storage.rights import grants, holding, recoveries
from server.storage.rights.recoveries import UNDO_MS
from server.storage.sql import marks
from server.targets import FolderTarget, NoteTarget, Target, columns_of, target_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A note or a pochette that a device moved. `at` in milliseconds since 1970."""

    target: Target
    before: BinderId | None
    after: BinderId | None
    at: int


def put(
    db: Db, target: NoteTarget | FolderTarget, to: BinderId | None, *, by: DeviceId | None, at: int
) -> None:
    """Move a note or a pochette, and remember by which device. Raises ConflictError where it is full."""
    before = holding.kept_in(db, target)
    if before == to:
        return
    if to is not None and isinstance(target, NoteTarget):
        admit_into(db, to)
    if by is not None:
        _remember(db, Move(target=target, before=before, after=to, at=at), by)
    _put(db, target, to)


def of_devices(db: Db, devices: Iterable[DeviceId], at: int) -> list[Move]:
    """The first move of each target by these devices within a week."""
    ids = list(devices)
    rows = db.execute(
        "SELECT note, folder, before, after, at FROM binder_moves"  # noqa: S608 - marks
        f" WHERE by_device IN ({marks(ids)}) AND at > ? ORDER BY at DESC, id",
        (*ids, at - UNDO_MS),
    )
    first: dict[Target, Move] = {}
    for note, folder, before, after, moved_at in rows:
        target = target_of(note, folder, None)
        first[target] = Move(target=target, before=before, after=after, at=moved_at)
    return list(first.values())


def undo(db: Db, move: Move, *, own: Collection[DeviceId]) -> None:
    """Put it back where it was; rights on it that others took or gave since then end. `own` keep theirs."""
    target = move.target
    if isinstance(target, NoteTarget | FolderTarget):
        found = binders.find(db, move.before) if move.before else None
        _put(db, target, found.id if found else None)
    column, others = target.kind, marks(list(own))
    taken = (
        f"SELECT to_device FROM handovers WHERE target = ? AND at >= ? AND from_device NOT IN ({others})"  # noqa: S608
        f" UNION SELECT by_device FROM binder_moves WHERE {column} = ? AND at >= ? AND was_unmanaged = 1"
        f" AND by_device NOT IN ({others})"
    )
    db.execute(
        f"DELETE FROM grants WHERE target = ? AND role = ? AND device IN ({taken})",  # noqa: S608
        (target.id, Role.MANAGE.value, *(target.id, move.at, *own) * 2),
    )
    recoveries.end_of(db, target, since=move.at, but=own)
    db.execute(f"DELETE FROM binder_moves WHERE {column} = ? AND at >= ?", (target.id, move.at))  # noqa: S608


def _remember(db: Db, move: Move, by: DeviceId) -> None:
    db.execute("DELETE FROM binder_moves WHERE at <= ?", (move.at - UNDO_MS,))
    note, folder, _ = columns_of(move.target)
    holder = kept_rights.holder(db, by, move.target.id)
    db.execute(
        "INSERT INTO binder_moves (id, note, folder, before, after, by_device, was_unmanaged, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(secrets.token_urlsafe(16), note, folder, move.before, move.after, holder),
            *(int(not grants.is_managed(db, move.target)), move.at),
        ),
    )


def _put(db: Db, target: NoteTarget | FolderTarget, to: BinderId | None) -> None:
    if isinstance(target, NoteTarget):
        binders.put_note(db, target.id, to)
    else:
        binders.put_folder(db, target.id, to)
