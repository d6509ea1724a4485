"""Archive of a classeur: its notes that are read, and not written."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.ids import BinderId, NoteId
from server.storage import Db
from server.storage.sql import marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """A note in the archive. `at` in milliseconds since 1970."""

    note: NoteId
    title: str
    at: int


def of_binder(db: Db, binder: BinderId) -> list[Archived]:
    """The archived notes of a classeur, latest first; none of the trash."""
    rows = db.execute(
        "SELECT id, title, archived_at FROM notes"
        " WHERE binder = ? AND archived_at IS NOT NULL AND trashed_at IS NULL ORDER BY archived_at DESC, id",
        (binder,),
    )
    return [Archived(note=note, title=title, at=at) for note, title, at in rows]


def bring_back(db: Db, binder: BinderId, note: NoteId) -> bool:
    """Take a note of a classeur out of the archive; whether it was there."""
    rows = db.execute(
        "UPDATE notes SET archived_at = NULL"
        " WHERE id = ? AND binder = ? AND archived_at IS NOT NULL AND trashed_at IS NULL RETURNING 1",
        (note, binder),
    )
    return bool(list(rows))


def put(db: Db, binder: BinderId, notes: Sequence[NoteId], at: int | None) -> None:
    """Put notes of a classeur into its archive, or (at None) take them out; those there keep their time."""
    then, when = ("NULL", ()) if at is None else ("coalesce(archived_at, ?)", (at,))
    db.execute(
        f"UPDATE notes SET archived_at = {then}"  # noqa: S608 - marks
        f" WHERE binder = ? AND trashed_at IS NULL AND id IN ({marks(notes)})",
        (*when, binder, *notes),
    )
