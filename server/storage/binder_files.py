"""Rows for a classeur as files: the title and the theme of each note."""

from dataclasses import dataclass

from server.ids import BinderId, NoteId
from server.storage import Db
from server.storage.sql import IS_TITLED


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """`is_titled`: nothing was written since the title was stored. `changed_at`: ms since 1970."""

    note: NoteId
    title: str
    theme: str
    is_archived: bool
    is_titled: bool
    changed_at: int


def listed(db: Db, binder: BinderId) -> list[Listed]:
    """The notes of a classeur, archived ones last, in the order of themes and titles; none of the trash."""
    rows = db.execute(
        "SELECT notes.id, notes.title, coalesce(cards.theme, ''), notes.archived_at IS NOT NULL,"  # noqa: S608 - a constant
        f" {IS_TITLED}, notes.changed_at"
        " FROM notes LEFT JOIN cards ON cards.note = notes.id"
        " WHERE notes.binder = ? AND notes.trashed_at IS NULL ORDER BY 4, 3, 2, 1",
        (binder,),
    )
    return [
        Listed(
            note=NoteId(id_),
            title=title,
            theme=theme,
            is_archived=bool(is_archived),
            is_titled=bool(is_titled),
            changed_at=changed_at,
        )
        for id_, title, theme, is_archived, is_titled, changed_at in rows
    ]


def holds(db: Db, binder: BinderId, note: NoteId) -> bool:
    """Whether the note is still there."""
    query = "SELECT 1 FROM notes WHERE id = ? AND binder = ? AND trashed_at IS NULL"
    return any(db.execute(query, (note, binder)))
