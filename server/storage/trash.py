"""Trash: notes that nobody can open; after some days every row of theirs is deleted."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from crdt.roles import Role
from server.ids import BinderId, DeviceId, NoteId
from server.storage import Db, editions, note_tables
from server.storage.devices import SHARING
from server.storage.note_tables import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Trashed:
    """A note in the trash, and the classeur that holds it. `at` in milliseconds since 1970."""

    note: NoteId
    title: str
    at: int
    binder: str = ""


def put(db: Db, note: NoteId, *, title: str | None, at: int) -> None:
    """Move a note to the trash; `title` is what lists call it, None for what they already do."""
    db.execute(
        "UPDATE notes SET trashed_at = ?, title = coalesce(?, title) WHERE id = ? AND trashed_at IS NULL",
        (at, title, note),
    )


def restore(db: Db, note: NoteId) -> None:
    db.execute("UPDATE notes SET trashed_at = NULL WHERE id = ?", (note,))


def holds(db: Db, note: NoteId) -> bool:
    return any(db.execute("SELECT 1 FROM notes WHERE id = ? AND trashed_at IS NOT NULL", (note,)))


def of_device(db: Db, device: DeviceId) -> list[Trashed]:
    """The trashed notes that the device manages, by its own right or by their classeur's; latest first."""
    managed = f"SELECT target FROM grants WHERE role = ? AND device IN ({SHARING})"  # noqa: S608 - a constant
    return _listed(
        db,
        f"notes.id IN ({managed}) OR (binders.trashed_at IS NULL AND notes.binder IN ({managed}))",
        (Role.MANAGE.value, device, Role.MANAGE.value, device),
    )


def of_binder(db: Db, binder: BinderId) -> list[Trashed]:
    """The trashed notes of a classeur, latest first."""
    return _listed(db, "notes.binder = ?", (binder,))


def all_of_them(db: Db) -> list[Trashed]:
    """Every note in the trash, latest first."""
    return _listed(db, "TRUE", ())


def _listed(db: Db, where: str, values: tuple[str, ...]) -> list[Trashed]:
    rows = db.execute(
        "SELECT notes.id, notes.title, notes.trashed_at,"  # noqa: S608 - constants
        " CASE WHEN binders.trashed_at IS NULL THEN coalesce(binders.name, '') ELSE '' END"
        " FROM notes LEFT JOIN binders ON binders.id = notes.binder"
        f" WHERE notes.trashed_at IS NOT NULL AND ({where}) ORDER BY notes.trashed_at DESC, notes.id",
        values,
    )
    return [Trashed(note=note, title=title, at=at, binder=binder) for note, title, at, binder in rows]


def over(db: Db, before: int) -> list[NoteId]:
    """Those that were moved there before a time."""
    query = "SELECT id FROM notes WHERE trashed_at IS NOT NULL AND trashed_at < ? ORDER BY trashed_at"
    return [NoteId(note) for (note,) in db.execute(query, (before,))]


def purge(db: Db, note: NoteId, known: Sequence[Table] = ()) -> bool:
    """Delete every row of a note, if it is still in the trash; whether it was. `known` as of `delete`."""
    if not holds(db, note):
        return False
    editions.forget_note(db, note)
    note_tables.delete(db, note, known)
    _leave_pochettes(db, note)
    return True


def _leave_pochettes(db: Db, note: NoteId) -> None:
    """Take the note out of the prints of pochettes."""
    query = "SELECT id, card FROM editions WHERE note IS NULL AND replace(card, ?, '') <> card"
    for id_, before in list(db.execute(query, (note,))):
        card = json.loads(before)
        card["notes"] = [one for one in card.get("notes", []) if one.get("note") != note]
        db.execute("UPDATE editions SET card = ? WHERE id = ?", (json.dumps(card, ensure_ascii=False), id_))
