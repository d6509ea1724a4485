"""Classeurs in the trash: nothing opens by one; after some days its notes and pochettes are in none."""

from dataclasses import dataclass
from typing import Final

from crdt.roles import Role
from server.ids import BinderId, DeviceId
from server.storage import Db, note_tables, search_changes
from server.storage.devices import SHARING

# What a classeur holds, and what names it there. It stays when the classeur goes.
_HELD: Final = ("notes", "folders")
_STAYING: Final = (*_HELD, "folder_items")
_ITSELF: Final = ("binders", "targets")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrashedBinder:
    """A classeur in the trash with the number of its notes. `at` in milliseconds since 1970."""

    binder: BinderId
    name: str
    at: int
    notes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a classeur holds and gives, in numbers. `notes` without those in the archive or the trash."""

    notes: int
    archived: int
    trashed: int
    folders: int
    links: int


def put(db: Db, binder: BinderId, at: int) -> None:
    """Move a classeur to the trash, and nothing that is in it."""
    db.execute("UPDATE binders SET trashed_at = ? WHERE id = ? AND trashed_at IS NULL", (at, binder))


def restore(db: Db, binder: BinderId) -> None:
    """Its links and rights give again what they gave."""
    db.execute("UPDATE binders SET trashed_at = NULL WHERE id = ?", (binder,))


def of_device(db: Db, device: DeviceId) -> list[TrashedBinder]:
    """The trashed classeurs that the device manages, latest first."""
    managed = f"SELECT target FROM grants WHERE role = ? AND device IN ({SHARING})"  # noqa: S608
    return _listed(db, f" AND id IN ({managed})", Role.MANAGE.value, device)


def all_of_them(db: Db) -> list[TrashedBinder]:
    """Every classeur in the trash, latest first."""
    return _listed(db, "")


def over(db: Db, before: int) -> list[BinderId]:
    """Those that were moved there before a time."""
    query = "SELECT id FROM binders WHERE trashed_at IS NOT NULL AND trashed_at < ? ORDER BY trashed_at, id"
    return [BinderId(id_) for (id_,) in db.execute(query, (before,))]


def contents(db: Db, binder: BinderId, now: int) -> Contents:
    """What ends with a classeur, and what stays."""
    ((notes, archived, trashed),) = db.execute(
        "SELECT count(CASE WHEN trashed_at IS NULL AND archived_at IS NULL THEN 1 END),"
        " count(CASE WHEN trashed_at IS NULL AND archived_at IS NOT NULL THEN 1 END), count(trashed_at)"
        " FROM notes WHERE binder = ?",
        (binder,),
    )
    ((folders,),) = db.execute("SELECT count(*) FROM folders WHERE binder = ?", (binder,))
    ((links,),) = db.execute(
        "SELECT count(*) FROM links WHERE target = ? AND closed_at IS NULL"
        " AND (expires_at IS NULL OR expires_at > ?)",
        (binder, now),
    )
    return Contents(notes=notes, archived=archived, trashed=trashed, folders=folders, links=links)


def end(db: Db, binder: BinderId) -> None:
    """Delete every row of a classeur; what was in it is in none.

    What no open device manages goes to the devices that managed the classeur.
    """
    for held in _HELD:
        _hand_on(db, binder, held)
    search_changes.add_notes_of(db, binder)
    for table in _STAYING:
        db.execute(f"UPDATE {table} SET binder = NULL WHERE binder = ?", (binder,))  # noqa: S608 - constants
    for table, where in reversed(_rows(db).items()):
        db.execute(f"DELETE FROM {table} WHERE {where}", (binder,))  # noqa: S608 - of this schema


def _hand_on(db: Db, binder: BinderId, held: str) -> None:
    db.execute(
        "INSERT INTO grants (device, target, role, link) SELECT managers.device, held.id, ?, NULL"  # noqa: S608 - constants
        f" FROM {held} AS held JOIN grants AS managers ON managers.target = held.binder"
        " AND managers.role = ? JOIN devices ON devices.id = managers.device AND devices.closed_at IS NULL"
        f" WHERE held.binder = ? AND NOT EXISTS (SELECT 1 FROM grants AS own"
        " JOIN devices AS owner ON owner.id = own.device AND owner.closed_at IS NULL"
        " WHERE own.target = held.id AND own.role = ?)"
        " ON CONFLICT (device, target) DO UPDATE SET role = excluded.role, link = NULL",
        (Role.MANAGE.value, Role.MANAGE.value, binder, Role.MANAGE.value),
    )


def _rows(db: Db) -> dict[str, str]:
    """By table, referenced ones first: the condition for the rows that go with a classeur.

    Found by foreign keys: a new table cannot be forgotten.
    """
    found = {"binders": "id = ?"}
    for table in note_tables.tables(db):
        if table.name in _STAYING or table.name in found:
            continue
        # What names the classeur itself, or its target, counts before what names a link to it.
        for column, to in sorted(table.references.items(), key=lambda one: one[1] not in _ITSELF):
            if to == "binders":
                found[table.name] = f"{column} = ?"
                break
            if to in found:
                found[table.name] = f"{column} IN (SELECT id FROM {to} WHERE {found[to]})"  # noqa: S608
                break
    return found


def _listed(db: Db, where: str, *values: str) -> list[TrashedBinder]:
    rows = db.execute(
        "SELECT id, name, trashed_at, (SELECT count(*) FROM notes WHERE binder = binders.id)"  # noqa: S608 - constants
        f" FROM binders WHERE trashed_at IS NOT NULL{where} ORDER BY trashed_at DESC, id",
        values,
    )
    return [TrashedBinder(binder=id_, name=name, at=at, notes=notes) for id_, name, at, notes in rows]
