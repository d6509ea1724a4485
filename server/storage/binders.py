"""Classeurs (`binder` in code): rows, grants and openings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, assert_never

from crdt.roles import Role
from server.ids import BinderId, DeviceId, FolderId, LinkId, NoteId, VisitorId
from server.storage import Db, kept_rights, readers, search_changes
from server.storage.devices import SHARING
from server.storage.links import Used
from server.storage.members import IDLE_MS, LONGEST_MS
from server.storage.sql import HIGHEST, marks
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


def find(db: Db, binder: BinderId) -> BinderRow | None:
    """Also in the trash."""
    return next(_rows(db.execute(f"SELECT {_FIELDS} FROM binders WHERE id = ?", (binder,))), None)  # noqa: S608


def of_team(db: Db) -> BinderRow | None:
    """The classeur that members of the team may edit."""
    return next(_rows(db.execute(f"SELECT {_FIELDS} FROM binders WHERE is_team = 1")), None)  # noqa: S608


def just_made(db: Db, device: DeviceId, *, name: str, since: int) -> BinderId | None:
    """The empty classeur of this name that the device has made since then, if there is one."""
    rows = db.execute(
        "SELECT binders.id FROM binders JOIN binder_grants ON binder_grants.binder = binders.id"
        " WHERE binder_grants.device = ? AND binder_grants.role = 'manage' AND binders.name = ?"
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
    match target:
        case NoteTarget():
            of = "notes"
        case FolderTarget():
            of = "folders"
        case BinderTarget():
            return None
        case _:
            assert_never(target)
    rows = db.execute(
        f"SELECT {_FIELDS} FROM {of} AS held JOIN binders ON binders.id = held.binder"  # noqa: S608 - constants
        " WHERE held.id = ? AND binders.trashed_at IS NULL",
        (target.id,),
    )
    return next(_rows(rows), None)


def holding_each(db: Db, targets: Iterable[Target]) -> dict[str, BinderId]:
    """The same of each of these that are held, by their ids."""
    ids = [target.id for target in targets]
    held = " UNION ALL ".join(
        f"SELECT id, binder FROM {of} WHERE id IN ({marks(ids)})"  # noqa: S608 - marks
        for of in ("notes", "folders")
    )
    rows = db.execute(
        f"SELECT held.id, binders.id FROM ({held}) AS held JOIN binders ON binders.id = held.binder"  # noqa: S608
        " WHERE binders.trashed_at IS NULL",
        (*ids, *ids),
    )
    return dict(rows)


def kept_in(db: Db, target: Target) -> BinderId | None:
    """The classeur of a note or a pochette, also one in the trash."""
    if isinstance(target, BinderTarget):
        return None
    of = "notes" if isinstance(target, NoteTarget) else "folders"
    rows = db.execute(f"SELECT binder FROM {of} WHERE id = ?", (target.id,))  # noqa: S608 - constants
    return next((binder for (binder,) in rows), None)


def managed_with(db: Db, target: Target) -> tuple[str, ...]:
    """The ids whose managers manage a target: its own, and that of the classeur that holds it."""
    holder = holding(db, target)
    return (target.id, holder.id) if holder else (target.id,)


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


def grant(db: Db, device: DeviceId, binder: BinderId, role: Role, *, link: LinkId | None = None) -> None:
    """Give a device a right of its own on the classeur; `link`, where it came by one, ends it when closed."""
    db.execute(
        "INSERT INTO binder_grants (device, binder, role, link) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (device, binder) DO UPDATE SET role = excluded.role, link = excluded.link",
        (kept_rights.holder(db, device, binder), binder, role.value, link),
    )


def take_back(db: Db, devices: Iterable[DeviceId], binder: BinderId) -> None:
    """Devices have no right of their own on the classeur any more."""
    of = list(devices)
    db.execute(f"DELETE FROM binder_grants WHERE binder = ? AND device IN ({marks(of)})", (binder, *of))  # noqa: S608


def are_managed(db: Db, devices: Iterable[DeviceId]) -> set[BinderId]:
    """The classeurs that any of these devices manages by a grant of its own."""
    ids = list(devices)
    query = f"SELECT binder FROM binder_grants WHERE role = 'manage' AND device IN ({marks(ids)})"  # noqa: S608
    return {BinderId(binder) for (binder,) in db.execute(query, ids)}


def made_at(db: Db, device: DeviceId) -> list[int]:
    """When each classeur was made that the device's visitor manages, those in the trash too."""
    rows = db.execute(
        "SELECT created_at FROM binders WHERE id IN (SELECT binder FROM binder_grants"  # noqa: S608 - a constant
        f" WHERE role = 'manage' AND device IN ({SHARING}))",
        (device,),
    )
    return [int(at) for (at,) in rows]


def count_notes(db: Db, binder: BinderId) -> int:
    """All of its notes, those in the archive and in the trash too."""
    ((many,),) = db.execute("SELECT count(*) FROM notes WHERE binder = ?", (binder,))
    return int(many)


def granted(db: Db, device: DeviceId, binder: BinderId) -> Role | None:
    """The highest role granted to this device or another one of its visitor."""
    query = f"SELECT role FROM binder_grants WHERE device IN ({SHARING}) AND binder = ?"  # noqa: S608
    return max((Role(role) for (role,) in db.execute(query, (device, binder))), key=Role.rank, default=None)


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


def opened(db: Db, device: DeviceId, binder: BinderId, by: Used, at: int) -> None:
    """Remember that a device opened a classeur; `since` begins anew with another link or generation."""
    db.execute(
        "INSERT INTO binder_openings (device, binder, link, generation, opened_at, since)"
        " VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (device, binder) DO UPDATE SET opened_at = excluded.opened_at, since ="
        " CASE WHEN binder_openings.link = excluded.link AND binder_openings.generation = excluded.generation"
        " THEN binder_openings.since ELSE excluded.since END,"
        " link = excluded.link, generation = excluded.generation",
        (kept_rights.holder(db, device, binder), binder, by.link, by.generation, at, at),
    )


def opened_by(db: Db, device: DeviceId, binder: BinderId) -> Used | None:
    of = kept_rights.holder(db, device, binder)
    query = "SELECT link, generation FROM binder_openings WHERE device = ? AND binder = ?"
    return next(
        (Used(link=link, generation=number) for link, number in db.execute(query, (of, binder))), None
    )


def openings(db: Db, device: DeviceId) -> list[BinderOpening]:
    """The classeurs that the device's visitor has opened or manages, last opened first; none in the trash.

    Of two openings of a classeur the one that is current counts. Membership is another right.
    """
    rows = db.execute(
        "WITH ranked AS (SELECT binder_openings.*, row_number() OVER (PARTITION BY binder_openings.binder"  # noqa: S608
        " ORDER BY links.generation = binder_openings.generation DESC, opened_at DESC) AS place"
        f" FROM binder_openings JOIN links ON links.id = binder_openings.link WHERE device IN ({SHARING})),"
        f" own AS (SELECT binder, {HIGHEST} AS number FROM binder_grants"
        f" WHERE device IN ({SHARING}) GROUP BY binder)"
        f" SELECT {_FIELDS}, ranked.link, ranked.generation, coalesce(ranked.opened_at, binders.created_at),"
        " own.number"
        " FROM binders LEFT JOIN ranked ON ranked.binder = binders.id AND ranked.place = 1"
        " LEFT JOIN own ON own.binder = binders.id"
        " WHERE binders.trashed_at IS NULL AND (ranked.binder IS NOT NULL OR own.binder IS NOT NULL)"
        " ORDER BY coalesce(ranked.opened_at, binders.created_at) DESC, binders.id",
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
