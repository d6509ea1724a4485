"""Notes whose search index is behind, written with the change itself: a crash forgets none."""

from secrets import randbits
from typing import Final

from server.ids import BinderId, NoteId
from server.storage import Db

_STAMP_BITS: Final = 53


def add(db: Db, note: NoteId) -> None:
    """The text, the card, the comments or the classeur of a note is another in this transaction."""
    db.execute(
        "INSERT INTO search_changes (note, stamp) VALUES (?, ?)"
        " ON CONFLICT (note) DO UPDATE SET stamp = excluded.stamp",
        (note, randbits(_STAMP_BITS)),
    )


def add_notes_of(db: Db, binder: BinderId) -> None:
    """The notes of a classeur will be in another place."""
    db.execute(
        "INSERT INTO search_changes (note, stamp) SELECT id, ? FROM notes WHERE binder = ?"
        " ON CONFLICT (note) DO UPDATE SET stamp = excluded.stamp",
        (randbits(_STAMP_BITS), binder),
    )


def stamp(db: Db, note: NoteId) -> int | None:
    """That of the latest change, None for a note that is not behind."""
    return next(
        (at for (at,) in db.execute("SELECT stamp FROM search_changes WHERE note = ?", (note,))), None
    )


def some(db: Db, most: int) -> list[NoteId]:
    """At most so many notes that are behind."""
    rows = db.execute("SELECT note FROM search_changes LIMIT ?", (most,))
    return [NoteId(note) for (note,) in rows]


def done(db: Db, note: NoteId) -> None:
    """The index has the note as it is now."""
    db.execute("DELETE FROM search_changes WHERE note = ?", (note,))
