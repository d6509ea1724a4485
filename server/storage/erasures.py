"""Erasures of a passage: rewritten journal rows, purged copies of the text, and a record without words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from crdt.compaction import Snapshot
from server.ids import NoteId, VisitorId
from server.storage import Db, deletions, files, journal, notes, search_index, sendings, user_text


class State(NamedTuple):
    """The epoch of a note, the first and the last row of its journal: others once its past has changed."""

    epoch: int
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Purge:
    """Takes a passage out of a text. `known` are texts that the note once was, and the same without it.

    Of such a text nothing else is left, unless a gap is to be shown.
    """

    known: Mapping[str, str]
    words: str
    gap: str = ""

    def __call__(self, text: str) -> str:
        """The text without the passage."""
        without_letters = self.known.get(text)
        if (
            without_letters == text
            or not (self.words and self.words in text)
            or (without_letters is not None and not self.gap)
        ):
            return text if without_letters is None else without_letters
        return text.replace(self.words, self.gap)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """A journal up to row `seq` without a passage: the rows that change, and a snapshot after one.

    The passage stood in `live` places of the text, and in `past` ones that only the history has.
    """

    seq: int
    rows: list[tuple[int, bytes]]
    snapshot: Snapshot
    snapshot_seq: int
    title: str
    characters: int
    live: int
    past: int
    purge: Purge
    purge_printed: Purge


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
    db: Db,
    note: NoteId,
    new: Rewritten | None,
    pictures: Sequence[str],
    *,
    planned: State | None,
    at: int,
    by: VisitorId,
) -> Erased:
    """Replace journal rows, snapshot and kept texts. Raises ChangedError, and then does nothing.

    `planned` is the state of the note for which `new` was made.
    """
    if new is not None and state(db, note) != planned:
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
    epoch = state(db, note).epoch
    rows = len(new.rows) if new is not None else 0
    return Erased(at=deletion, characters=characters, rows=rows, texts=texts, pictures=gone, epoch=epoch)


def kept(db: Db, note: NoteId, new: Rewritten) -> int:
    """How many rows besides the journal say the passage."""
    return len(list(user_text.changes(db, note, new.purge, new.purge_printed)))


def state(db: Db, note: NoteId) -> State:
    """That of a note now."""
    rows = db.execute(
        "SELECT epoch, coalesce((SELECT min(seq) FROM journal WHERE note = notes.id), 0),"
        " coalesce((SELECT max(seq) FROM journal WHERE note = notes.id), 0) FROM notes WHERE id = ?",
        (note,),
    )
    return next((State(*row) for row in rows), State(0, 0, 0))


def kept_texts(db: Db, note: NoteId) -> set[str]:
    """The texts that were kept of a note on purpose: versions and editions."""
    both = "SELECT markdown FROM versions WHERE note = ? UNION SELECT markdown FROM editions WHERE note = ?"
    return {text for (text,) in db.execute(both, (note, note))}


def of_note(db: Db, note: NoteId) -> list[Erasure]:
    """The erasures of a note, latest first."""
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
    journal.add_snapshot(db, note, new.snapshot_seq, at, new.snapshot)
    journal.set_title(db, note, new.title, seq=new.snapshot_seq)
    changes = list(user_text.changes(db, note, new.purge, new.purge_printed))
    for change in changes:
        change.write(db)
    search_index.forget(db, note)
    notes.begin_epoch(db, note, at=at)
    return len(changes)
