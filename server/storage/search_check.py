"""Compares the search index with itself, and takes away what is wrong in it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from server.ids import NoteId
from server.storage import Db, search_changes, search_index
from server.storage.search_rows import Rows, rows_from, unpacked
from server.storage.sql import marks

_MASK: Final = (1 << 64) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the index holds of a note; `text` and `rows` are None where their bytes are damaged."""

    version: int
    text: str | None
    rows: Rows | None
    is_behind: bool


def found(db: Db, note: NoteId) -> Found | None:
    """None for a note that is not in it."""
    rows = db.execute("SELECT version, text, words FROM search_notes WHERE note = ?", (note,))
    for version, text, words in list(rows):
        is_behind = search_changes.stamp(db, note) is not None or search_index.is_behind(db, note)
        return Found(version=version, text=_text(text), rows=rows_from(words), is_behind=is_behind)
    return None


def misplaced(db: Db) -> dict[int, NoteId | None]:
    """The numbers whose words are not those that were written down, each with its note, or None.

    A sum for each note is compared: the words of all notes would take too much memory. Notes that are written
    in part are left out.
    """
    notes: dict[int, NoteId] = {}
    half: set[int] = set()
    sums: defaultdict[int, int] = defaultdict(int)
    for doc, note, seq, scope, words in db.execute("SELECT id, note, seq, scope, words FROM search_notes"):
        notes[doc] = NoteId(note)
        if seq < 0:
            half.add(doc)
        for (area, word), place in (rows_from(words) or {}).items():
            sums[doc] += hash((2 * scope + area, word, place))
    for area, word, doc, place in db.execute("SELECT area, word, doc, place FROM search_words"):
        sums[doc] -= hash((area, word, place))
    wrong = (doc for doc, difference in sums.items() if difference & _MASK and doc not in half)
    return {doc: notes.get(doc) for doc in wrong}


def clear(db: Db, notes: Iterable[NoteId], docs: Sequence[int]) -> None:
    """Have notes indexed anew, and delete the words of numbers that are then those of no note."""
    for note in notes:
        search_index.forget(db, note)
    nobodys = "doc NOT IN (SELECT id FROM search_notes)"
    db.execute(f"DELETE FROM search_words WHERE doc IN ({marks(docs)}) AND {nobodys}", docs)  # noqa: S608 - marks


def _text(stored: bytes) -> str | None:
    try:
        return unpacked(stored)
    except ValueError:
        return None
