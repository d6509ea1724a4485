"""What the list of a classeur shows: its notes with their cards, counts, themes."""

from dataclasses import dataclass

from server.ids import BinderId
from server.storage import Db

# None of the archive or the trash: they are not counted either.
_LISTED = "notes.binder = ? AND notes.trashed_at IS NULL AND notes.archived_at IS NULL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many there are in a classeur; `notes` without those of the archive and the trash."""

    notes: int
    archived: int
    trashed: int
    folders: int


def counts(db: Db, binder: BinderId) -> Counts:
    rows = db.execute(
        "SELECT coalesce(sum(CASE WHEN trashed_at IS NULL AND archived_at IS NULL THEN 1 ELSE 0 END), 0),"
        " coalesce(sum(CASE WHEN trashed_at IS NULL AND archived_at IS NOT NULL THEN 1 ELSE 0 END), 0),"
        " coalesce(sum(CASE WHEN trashed_at IS NOT NULL THEN 1 ELSE 0 END), 0),"
        " (SELECT count(*) FROM folders WHERE binder = ?) FROM notes WHERE binder = ?",
        (binder, binder),
    )
    ((notes, archived, trashed, folders),) = rows
    return Counts(notes=notes, archived=archived, trashed=trashed, folders=folders)


def themes(db: Db, binder: BinderId) -> dict[str, int]:
    """How many of its notes have each theme; '' for those without one."""
    rows = db.execute(
        "SELECT coalesce(cards.theme, '') AS theme, count(*) FROM notes"  # noqa: S608 - a constant
        f" LEFT JOIN cards ON cards.note = notes.id WHERE {_LISTED} GROUP BY coalesce(cards.theme, '')",
        (binder,),
    )
    return dict(rows)
