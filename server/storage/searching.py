"""Search in the inverted index: reads only rows of what a device may read, the rarest word first."""

import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from server.storage import Db
from server.storage.search_reach import Reach
from server.storage.sql import in_parts, marks

# Of one question, in about 60 ms: frequent words that have more are refused.
MOST_ROWS: Final = 250_000
# Of those, for words that begin so: the rest of them is not looked for.
MOST_BEGUN: Final = 50_000
# So few notes are asked for their own words, instead of an area for all words that begin so.
_FEW: Final = 200
# So few rows are looked up one by one, instead of reading all rows of a word.
_MOST_LOOK_UPS: Final = 4_000
# No character is above it: `word < start + _END` ends the range of what begins so.
_END: Final = "\U0010ffff"

# By `search_notes.id`: how many of the words stand in the title.
Docs = dict[int, int]


class TooWideError(Exception):
    """The words are in so many notes that to read all their rows would keep others waiting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """All of `words`, a word that begins with `start` if that is not '', and none of `without`.

    `whole` are words that count in place of one that begins so: what is typed may be a word already.
    """

    words: tuple[str, ...] = ()
    start: str = ""
    whole: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def is_anything(self) -> bool:
        """Whether no word is asked for: filters alone make a list."""
        return not (self.words or self.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """Notes by their numbers in the index. `is_whole`: they are all that there are."""

    docs: Docs
    is_whole: bool = True


def find(db: Db, reach: Reach, terms: Terms, *, most: int = MOST_ROWS) -> Hits:
    """The notes that hold the terms. Raises TooWideError."""
    looking = _Looking(db, reach, most)
    found: Docs | None = None
    for many, word in sorted((looking.count(word), word) for word in dict.fromkeys(terms.words)):
        if found != {}:
            found = _both(found, looking.holding(word, many, found))
    if terms.start and found != {}:
        found = _both(found, looking.beginning(terms, found))
    docs = found or {}
    for doc in unwanted(db, reach, terms, docs) if docs else ():
        docs.pop(doc, None)
    return Hits(docs=docs, is_whole=looking.is_whole)


def unwanted(db: Db, reach: Reach, terms: Terms, among: Docs | None) -> Docs:
    """The notes that hold a word that is to be left out, at least those of `among`. Raises TooWideError."""
    looking = _Looking(db, reach, MOST_ROWS)
    found: Docs = {}
    for word in terms.without:
        found |= looking.holding(word, looking.count(word), among)
    return found


def _both(found: Docs | None, more: Docs) -> Docs:
    if found is None:
        return more
    return {doc: many + more[doc] for doc, many in found.items() if doc in more}


class _Looking:
    """One question: where it may look, and how many rows it may still read."""

    def __init__(self, db: Db, reach: Reach, most: int) -> None:
        self._db = db
        self._reach = reach
        self._left = most
        # Of a word in the title and in a comment the title counts: it comes last.
        self._areas = [*in_parts(sorted(reach.comments)), *in_parts(sorted(reach.texts))]
        self.is_whole = True

    def count(self, word: str) -> int:
        """How many rows a word has where all may be read."""
        query = "SELECT count(*) FROM search_words WHERE area IN ({}) AND word = ?"
        counts = [self._db.execute(query.format(marks(part)), (*part, word)) for part in self._areas]
        return sum(many for rows in counts for (many,) in rows)

    def holding(self, word: str, many: int, among: Docs | None) -> Docs:
        """The notes that hold a word, at least those of `among`; it has so `many` rows."""
        found: Docs = {}
        size = sum(map(len, self._areas))
        if among is not None and len(among) * size < min(_MOST_LOOK_UPS, many):
            where = f"word = ? AND doc IN ({marks(among)})"
            self._gather(found, where, (word, *among))
        elif many > self._left:
            raise TooWideError
        else:
            self._left -= self._gather(found, "word = ?", (word,))
        for doc in self._alone(among):
            self._look_up(found, word, doc)
        return found

    def beginning(self, terms: Terms, among: Docs | None) -> Docs:
        """The notes with a word that begins so, or with one that counts in its place."""
        if among is not None and len(among) <= _FEW:
            return self._by_their_words(terms, among)
        found = self._by_their_words(terms, self._alone(among))
        for word in terms.whole:
            found |= self.holding(word, self.count(word), among)
        where = "word >= ? AND word < ? LIMIT ?"
        range_ = (terms.start, terms.start + _END)
        left = min(self._left, MOST_BEGUN)
        for part in self._areas:
            begun: Docs = {}
            read = self._gather(begun, where, (*range_, max(0, left) + 1), (part,), several=True)
            self.is_whole &= read <= left
            left -= read
            for doc, is_title in begun.items():
                found[doc] = max(is_title, found.get(doc, 0))
        return found

    def _gather(
        self,
        found: Docs,
        where: str,
        values: Sequence[object],
        areas: Iterable[Sequence[int]] | None = None,
        *,
        several: bool = False,
    ) -> int:
        """Add the notes of some rows; gives how many rows were read. `several`: a note may have many."""
        read = 0
        for part in self._areas if areas is None else areas:
            query = f"SELECT doc, place - 1 FROM search_words WHERE area IN ({marks(part)}) AND {where}"  # noqa: S608
            rows = list(self._db.execute(query, (*part, *values)))
            found.update(rows)
            if several:
                found.update((doc, is_title) for doc, is_title in rows if is_title)
            read += len(rows)
        return read

    def _alone(self, among: Collection[int] | None) -> list[int]:
        return [doc for doc in self._reach.alone if among is None or doc in among]

    def _look_up(self, found: Docs, word: str, doc: int) -> None:
        """In an area where other rows may not be read: one row by its whole key."""
        query = "SELECT place - 1 FROM search_words WHERE area = ? AND word = ? AND doc = ?"
        for area in self._reach.alone[doc]:
            for (is_title,) in self._db.execute(query, (area, word, doc)):
                found[doc] = max(is_title, found.get(doc, 0))

    def _by_their_words(self, terms: Terms, docs: Collection[int]) -> Docs:
        found: Docs = {}
        for doc, is_title, words in _own_words(self._db, self._reach, list(docs)):
            if any(word.startswith(terms.start) or word in terms.whole for word in words):
                found[doc] = max(is_title, found.get(doc, 0))
        return found


def _own_words(db: Db, reach: Reach, docs: Sequence[int]) -> Iterator[tuple[int, int, list[str]]]:
    """Of each note (number, whether in its title, words), of the places where it may be read."""
    for part in in_parts(docs):
        query = f"SELECT id, scope, words FROM search_notes WHERE id IN ({marks(part)})"  # noqa: S608 - marks
        for doc, scope, stored in db.execute(query, part):
            title, text, beside = (line.split() for line in zlib.decompress(stored).decode().split("\n"))
            if reach.may(doc, 2 * scope):
                yield from ((doc, 1, title), (doc, 0, text))
            if reach.may(doc, 2 * scope + 1):
                yield doc, 0, beside
