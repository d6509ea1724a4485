"""What an erased passage leaves in the tables: rows written anew, texts that were kept of it, and a date."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crdt.compaction import Snapshot
from server.storage import Db, NoteId, VisitorId, deletions, files, journal, notes, said, sendings


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """A journal without a passage: the rows that change, and the note that all of them make.

    The passage stood in `live` places of the text, and in `past` ones that only the history has.
    """

    epoch: int
    seq: int
    many: int
    rows: list[tuple[int, bytes]]
    snapshot: Snapshot
    title: str
    characters: int
    live: int
    past: int
    purge: Callable[[str], str]
    purge_printed: Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """How many characters went, from how many rows and kept texts, how many pictures, and the note's epoch.

    `at` is when, in milliseconds since 1970, and names the erasure in its note.
    """

    at: int
    characters: int = 0
    rows: int = 0
    texts: int = 0
    pictures: int = 0
    epoch: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """One that was done. `files_at` is when its bytes were in no file any more, where that is known."""

    at: int
    characters: int
    texts: int
    pictures: int
    is_pending: bool
    files_at: int | None


class ChangedError(Exception):
    """The note was written in, or erased from, since it was read."""


def write(
    db: Db, note: NoteId, new: Rewritten | None, pictures: Sequence[str], *, at: int, by: VisitorId
) -> Erased:
    """Put it all in the place of what was there. Raises ChangedError, and then does nothing."""
    if new is not None and state(db, note) != (new.epoch, new.seq, new.many):
        raise ChangedError
    gone = files.delete(db, note, pictures)
    sendings.take_back(db, note, at)
    texts = _rewrite(db, note, new, at=at) if new is not None else 0
    characters = new.characters if new is not None else 0
    deletion = deletions.add(db, at)
    db.execute(
        "INSERT INTO erasures (note, at, characters, texts, pictures, by, deletion)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (note, deletion, characters, texts, gone, by, deletion),
    )
    epoch, _, _ = state(db, note)
    rows = len(new.rows) if new is not None else 0
    return Erased(at=deletion, characters=characters, rows=rows, texts=texts, pictures=gone, epoch=epoch)


def kept(db: Db, note: NoteId, new: Rewritten) -> int:
    """How many rows besides the journal say the passage."""
    return len(list(said.changes(db, note, new.purge, new.purge_printed)))


def state(db: Db, note: NoteId) -> tuple[int, int, int]:
    """The epoch of a note, its last row and how many there are: others once anything has changed in it."""
    rows = db.execute(
        "SELECT epoch, coalesce(max(journal.seq), 0), count(journal.seq) FROM notes"
        " LEFT JOIN journal ON journal.note = notes.id WHERE notes.id = ? GROUP BY notes.id",
        (note,),
    )
    return next(((epoch, seq, many) for epoch, seq, many in rows), (0, 0, 0))


def kept_texts(db: Db, note: NoteId) -> set[str]:
    """The texts that were kept of a note on purpose, as versions and as what was printed."""
    both = "SELECT markdown FROM versions WHERE note = ? UNION SELECT markdown FROM editions WHERE note = ?"
    return {text for (text,) in db.execute(both, (note, note))}


def of_note(db: Db, note: NoteId) -> list[Erasure]:
    """What was erased from a note, the latest first."""
    rows = db.execute(
        "SELECT at, characters, texts, pictures, files_at,"
        " EXISTS (SELECT 1 FROM deletions WHERE deletions.at = erasures.deletion)"
        " FROM erasures WHERE note = ? ORDER BY at DESC",
        (note,),
    )
    return [
        Erasure(
            at=at,
            characters=characters,
            texts=texts,
            pictures=pictures,
            is_pending=bool(is_pending),
            files_at=files_at,
        )
        for at, characters, texts, pictures, files_at, is_pending in rows
    ]


def _rewrite(db: Db, note: NoteId, new: Rewritten, *, at: int) -> int:
    """How many texts were kept of the passage."""
    for seq, row in new.rows:
        db.execute("UPDATE journal SET updates = ? WHERE note = ? AND seq = ?", (row, note, seq))
    db.execute("DELETE FROM snapshots WHERE note = ?", (note,))
    journal.add_snapshot(db, note, new.seq, at, new.snapshot)
    journal.set_title(db, note, new.title, at)
    changes = list(said.changes(db, note, new.purge, new.purge_printed))
    for change in changes:
        change.write(db)
    notes.begin_epoch(db, note, at=at)
    return len(changes)
