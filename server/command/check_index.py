"""Compares the search index with the notes for `pochette check`, and has what is wrong made anew."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple, TypeVar

from crdt.compaction import LoadError
from server.ids import NoteId
from server.search.rules.entries import Beside, Entries, beside, text_of
from server.search.rules.words import VERSION
from server.storage import Db, Engine, journal, search_check
from server.storage.search_check import Found

Thing = TypeVar("Thing")

# Notes of one transaction.
_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """`wrong` are notes with other words than theirs, each with the number of its words, None for none.

    `gone` are numbers of words that no note has. So many notes `wait`: they have changed, or are new.
    """

    wrong: dict[NoteId, int | None]
    gone: list[int]
    wait: int

    def lines(self, *, is_repaired: bool) -> list[str]:
        """As the command says it."""
        told = [f"{note}: the search index has other words than the note" for note in self.wrong]
        if self.gone:
            told.append(f"The search index has words of {len(self.gone)} notes that are gone.")
        if self.wait:
            told.append(f"{self.wait} notes wait for the search index, which a running server makes.")
        if told and is_repaired and not self.is_well:
            told.append("What is wrong is deleted, and made anew by the server: now, or once it is started.")
        return told

    @property
    def is_well(self) -> bool:
        return not self.wrong and not self.gone


class _Looked(NamedTuple):
    found: Found | None
    stored: journal.Stored | None
    beside: Beside


async def faults(engine: Engine, notes: list[NoteId]) -> Faults:
    """Compare each note with what is in the index of it, as both are at one moment."""
    entries, wait = Entries(), 0
    wrong: dict[NoteId, int | None] = {}
    for note in notes:
        looked = await engine.read(partial(_look, note=note))
        if looked.found is None or looked.found.is_behind or looked.found.version != VERSION:
            wait += 1
        elif not _is_right(entries, looked.found, looked):
            wrong[note] = None
    misplaced = await engine.read(search_check.misplaced)
    wrong |= {note: doc for doc, note in misplaced.items() if note is not None}
    gone = [doc for doc, note in misplaced.items() if note is None]
    return Faults(wrong=wrong, gone=gone, wait=wait)


async def repair(engine: Engine, found: Faults) -> None:
    """Delete what is wrong: a server makes it anew, the one that runs or the next."""
    pairs = list(found.wrong.items())
    for some in _parts(pairs):
        docs = [doc for _, doc in some if doc is not None]
        await engine.write(partial(search_check.clear, notes=[note for note, _ in some], docs=docs))
    for gone in _parts(found.gone):
        await engine.write(partial(search_check.clear, notes=(), docs=gone))


def _parts(things: Sequence[Thing]) -> Iterator[Sequence[Thing]]:
    """A server that runs beside waits for each of them."""
    for start in range(0, len(things), _AT_ONCE):
        yield things[start : start + _AT_ONCE]


def _look(db: Db, *, note: NoteId) -> _Looked:
    try:
        stored = journal.load(db, note)
    except LoadError:
        stored = None
    return _Looked(search_check.found(db, note), stored, beside(db, note))


def _is_right(entries: Entries, found: Found, looked: _Looked) -> bool:
    """A note that cannot be read is named by its own check."""
    try:
        text = text_of(looked.stored) if looked.stored is not None else None
    except LoadError:
        text = None
    return text is None or (found.text == text and found.rows == entries.words(text, looked.beside).rows())
