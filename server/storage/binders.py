"""Classeurs (`binder` in code): rows, what is in them, and those that a device knows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from crdt.roles import Role
from server.ids import BinderId, DeviceId, FolderId, NoteId, VisitorId
from server.storage import Db, readers, search_changes
from server.storage.devices import SHARING
from server.storage.members import IDLE_MS, LONGEST_MS
from server.storage.rights import targets
from server.storage.rights.holding import held
from server.storage.rights.links import Used
from server.storage.rights.openings import known
from server.targets import BinderTarget, FolderTarget, NoteTarget, Target

_FIELDS = (
    "binders.id, binders.name, binders.is_team, binders.created_at, binders.changed_at, binders.trashed_at"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BinderRow:
    """One classeur. `is_team`: members of the team may edit in it. Times are milliseconds since 1970."""

    id: BinderId
    name: str
    is_team: bool = False
    created_at: int
    changed_at: int
    trashed_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BinderOpening:
    """A classeur that a device has opened or manages: by which link, when, and the device's own right."""

    binder: BinderRow
    by: Used | None
    opened_at: int
    granted: Role | None


def insert(db: Db, binder: BinderRow) -> None:
    db.execute(
        "INSERT INTO binders (id, name, is_team, created_at, changed_at) VALUES (?, ?, ?, ?, ?)",
        (binder.id, binder.name, int(binder.is_team), binder.created_at, binder.changed_at),
    )
    targets.insert(db, BinderTarget(binder.id))


def find(db: Db, binder: BinderId) -> BinderRow | None:
    """Also in the trash."""
    return next(_rows(db.execute(f"SELECT {_FIELDS} FROM binders WHERE id = ?", (binder,))), None)  # noqa: S608


def of_team(db: Db) -> BinderRow | None:
    """The classeur that members of the team may edit."""
    return next(_rows(db.execute(f"SELECT {_FIELDS} FROM binders WHERE is_team = 1")), None)  # noqa: S608


def just_made(db: Db, device: DeviceId, *, name: str, since: int) -> BinderId | None:
    """The empty classeur of this name that the device has made since then, if there is one."""
    rows = db.execute(
        "SELECT binders.id FROM binders JOIN grants ON grants.target = binders.id"
        " WHERE grants.device = ? AND grants.role = 'manage' AND binders.name = ?"
        " AND binders.created_at >= ? AND binders.trashed_at IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM notes WHERE notes.binder = binders.id)"
        " ORDER BY binders.created_at DESC, binders.id LIMIT 1",
        (device, name, since),
    )
    return next((BinderId(id_) for (id_,) in rows), None)


def rename(db: Db, binder: BinderId, name: str, at: int) -> None:
    db.execute("UPDATE binders SET name = ?, changed_at = ? WHERE id = ?", (name, at, binder))


def holding(db: Db, target: Target) -> BinderRow | None:
    """The classeur that holds a note or a pochette, unless it is in the trash: then it gives nothing."""
    if isinstance(target, BinderTarget):  # every right is asked for this
        return None
    rows = db.execute(
        f"SELECT {_FIELDS} FROM ({held(target)}) AS held JOIN binders ON binders.id = held.binder"  # noqa: S608
        " WHERE binders.trashed_at IS NULL",
        (target.id,),
    )
    return next(_rows(rows), None)


def titles(db: Db, binder: BinderId) -> list[tuple[NoteId, str]]:
    """The notes of a classeur and their titles, in the order of these; none of the trash or the archive."""
    rows = db.execute(
        "SELECT id, title FROM notes WHERE binder = ? AND trashed_at IS NULL AND archived_at IS NULL"
        " ORDER BY title, id",
        (binder,),
    )
    return [(NoteId(id_), title) for id_, title in rows]


def put_note(db: Db, note: NoteId, binder: BinderId | None) -> None:
    """Put a note into a classeur, or into none; it leaves the archive of the one that it was in."""
    db.execute("UPDATE notes SET binder = ?, archived_at = NULL WHERE id = ?", (binder, note))
    search_changes.add(db, note)


def put_folder(db: Db, folder: FolderId, binder: BinderId | None) -> None:
    """Put a pochette into a classeur, or into none."""
    db.execute("UPDATE folders SET binder = ? WHERE id = ?", (binder, folder))


def targets_in(db: Db, target: Target) -> list[Target]:
    """The notes and pochettes of a classeur, those in the trash too; a note or a pochette holds nothing."""
    if not isinstance(target, BinderTarget):
        return []
    notes = db.execute("SELECT id FROM notes WHERE binder = ? ORDER BY id", (target.id,))
    found: list[Target] = [NoteTarget(NoteId(id_)) for (id_,) in notes]
    folders = db.execute("SELECT id FROM folders WHERE binder = ? ORDER BY id", (target.id,))
    return found + [FolderTarget(FolderId(id_)) for (id_,) in folders]


def made_at(db: Db, device: DeviceId) -> list[int]:
    """When each classeur was made that the device's visitor manages, those in the trash too."""
    rows = db.execute(
        "SELECT created_at FROM binders WHERE id IN (SELECT target FROM grants"  # noqa: S608 - a constant
        f" WHERE role = 'manage' AND device IN ({SHARING}))",
        (device,),
    )
    return [int(at) for (at,) in rows]


def count_notes(db: Db, binder: BinderId) -> int:
    """All of its notes, those in the archive and in the trash too."""
    ((many,),) = db.execute("SELECT count(*) FROM notes WHERE binder = ?", (binder,))
    return int(many)


def people(db: Db, binder: BinderId, *, proof: str, now: int) -> dict[VisitorId, Role]:
    """Who may read in the classeur, each with the highest right: by links, grants and membership."""
    found = dict(readers.of_targets(db, (binder,), now=now)[binder])
    rows = db.execute(
        "SELECT devices.visitor FROM members"
        " JOIN devices ON devices.id = members.device AND devices.closed_at IS NULL"
        " WHERE members.proof = ? AND members.since > ? AND members.seen_at > ?"
        " AND EXISTS (SELECT 1 FROM binders WHERE id = ? AND is_team = 1)",
        (proof, now - LONGEST_MS, now - IDLE_MS, binder),
    )
    for (visitor,) in rows:
        readers.add(found, visitor, Role.EDIT)
    return found


def openings(db: Db, device: DeviceId) -> list[BinderOpening]:
    """The classeurs that the device's visitor has opened or manages, last opened first; none in the trash.

    Of two openings of a classeur the one that is current counts. Membership is another right.
    """
    rows = db.execute(
        f"WITH {known('binders')}"  # noqa: S608 - constants
        f" SELECT {_FIELDS}, came.link, came.generation,"
        " coalesce(came.opened_at, binders.created_at) AS at, own.number"
        " FROM came FULL JOIN own ON own.target = came.target"
        " JOIN binders ON binders.id = coalesce(came.target, own.target)"
        " WHERE binders.trashed_at IS NULL ORDER BY at DESC, binders.id",
        (device, device),
    )
    return [_opening(row) for row in rows]


def _opening(row: tuple[Any, ...]) -> BinderOpening:
    *fields, link, generation, opened_at, number = row
    binder = _row(fields)
    return BinderOpening(
        binder=binder,
        by=None if link is None else Used(link=link, generation=generation),
        opened_at=opened_at,
        granted=None if number is None else tuple(Role)[number],
    )


def _rows(rows: Iterable[tuple[Any, ...]]) -> Iterator[BinderRow]:
    return (_row(row) for row in rows)


def _row(row: Iterable[Any]) -> BinderRow:
    id_, name, is_team, created_at, changed_at, trashed_at = row
    return BinderRow(
        id=id_,
        name=name,
        is_team=bool(is_team),
        created_at=created_at,
        changed_at=changed_at,
        trashed_at=trashed_at,
    )
