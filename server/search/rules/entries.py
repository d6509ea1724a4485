"""Entry of a note in the search index: words are made block by block, and kept for blocks that stay."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from crdt.compaction import load
from export.note.card import LINES, Card
from export.note.title import title_of
from server.ids import NoteId
from server.jobs.lru_cache import LruCache
from server.search.rules.plain import lines
from server.search.rules.words import VERSION, words_of
from server.storage import Db, cards, journal, search_index, threads
from server.storage.search_index import Before, Entry, Step
from server.storage.search_rows import Words, packed

# Bytes of blocks and words that are kept: those of about a hundred notes that people write in.
_KEPT: Final = 8 << 20
# A longer one is seldom the same the next time.
_LONGEST_LINE: Final = 4_000
_OF_A_WORD: Final = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What stands beside the text of a note, and what the index held of it at that moment."""

    before: Before
    card: Card
    said: tuple[str, ...]


def beside(db: Db, note: NoteId) -> Beside:
    """Read before the text is: what changes in between has another stamp."""
    begun = threads.of_note(db, note)
    said = [text for one in begun for text in (one.passage.quote if one.passage else "", one.proposed)]
    said += [one.text for one in threads.said(db, note)] if begun else []
    return Beside(
        before=search_index.before(db, note),
        card=cards.find(db, note).card,
        said=tuple(filter(None, said)),
    )


def text_of(stored: journal.Stored) -> str:
    """The text of a note that is not open. Raises LoadError."""
    return load(stored.snapshot, stored.updates)[0].markdown()


class Entries:
    """Of one thread at a time."""

    def __init__(self) -> None:
        self._lines: LruCache[frozenset[str]] = LruCache(_KEPT, lambda words: _OF_A_WORD * (len(words) + 4))

    def steps(self, note: NoteId, seq: int, text: str, beside: Beside) -> list[Step]:
        """What is to be written of a note that has this text after row `seq`."""
        words = self.words(text, beside)
        entry = Entry(note=note, seq=seq, version=VERSION, text=packed(text), words=words)
        return search_index.steps(entry, beside.before)

    def words(self, text: str, beside: Beside) -> Words:
        """The words of a note by their places: what its readers see, without signs and addresses of links."""
        return Words(
            title=self._of([title_of(text)]),
            text=self._of(lines(text)) | self._of(_said(beside.card)),
            comments=self._of(beside.said),
        )

    def _of(self, texts: Iterable[str]) -> frozenset[str]:
        return frozenset().union(*map(self._line, texts))

    def _line(self, line: str) -> frozenset[str]:
        found = self._lines.get(line)
        if found is None:
            found = frozenset(words_of(line))
            if len(line) <= _LONGEST_LINE:
                self._lines.keep(line, found)
        return found


def _said(card: Card) -> tuple[str, ...]:
    """What a reader of the note sees of its card; not what an imported file said besides."""
    return (*(getattr(card, name) for name in LINES), *card.authors)
