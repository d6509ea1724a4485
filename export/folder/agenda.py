"""Agenda of a pochette, for paper and screen: the hour of a line, its words, the notes it is about.

A line names notes by their numbers in brackets, `(notes 1 et 4)`, or holds the whole title of one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from export.folder.references import REFERENCE, numbers_in
from export.languages import LANGUAGES
from export.languages.folding import fold

# `7 h 50`, `11h`, `21:00`, `9 am`, at the head of a line; and `(studio 104)` at its end.
_TIME: Final = re.compile(
    r"(\d{1,2}(?:\s?h(?:\s?\d{2})?(?:\s?[ap]m)?|[:.]\d{2}(?:\s?[ap]m)?|\s?[ap]m))(?![\w:.])[\s:,–—-]*"
)
_ASIDE: Final = re.compile(r"\s*\(([^()]{1,60})\)\s*\Z")
_WORD: Final = re.compile(r"\w+")
_LEAST_WORDS, _LEAST_LETTERS = 2, 3
_SMALL: Final = frozenset(word for language in LANGUAGES.values() for word in language.small_words)
_UNTITLED: Final = frozenset(language.page["untitled"] for language in LANGUAGES.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement:
    """One line: its hour, its words, what brackets say at its end, and the numbers of notes, from 1."""

    time: str
    what: str
    aside: str = ""
    notes: tuple[int, ...] = ()


def engagements(lines: Sequence[str], titles: Sequence[str]) -> tuple[Engagement, ...]:
    """The lines of an agenda in a pochette whose notes have these titles, in order."""
    named = _Titles(titles)
    return tuple(_engagement(line, named) for line in lines)


def _engagement(line: str, titles: "_Titles") -> Engagement:
    found = [numbers_in(match, titles.count) for match in REFERENCE.finditer(line)]
    notes = list(dict.fromkeys(number for numbers in found for number in numbers or ()))
    line = REFERENCE.sub(lambda match: "" if numbers_in(match, titles.count) else match[0], line)
    time, aside = _TIME.match(line), _ASIDE.search(line)
    what = line[time.end() if time else 0 : aside.start() if aside else None].strip()
    return Engagement(
        time=time[1] if time else "",
        what=what,
        aside=aside[1] if aside else "",
        notes=tuple(notes if found else titles.named_in(what)),
    )


class _Place(NamedTuple):
    """Where the words of a line are the title of a note."""

    start: int
    end: int
    note: int


class _Titles:
    """Titles that name one note of a pochette without doubt.

    A title with two words of weight names its note wherever it stands whole; a shorter one only where the
    line says nothing else. A title of two notes names neither. Part of a title names nothing: a link to the
    wrong note is worse than none.
    """

    def __init__(self, titles: Sequence[str]) -> None:
        self.count = len(titles)
        self._notes: dict[tuple[str, ...], list[int]] = {}
        for number, title in enumerate(titles, 1):
            words = _words(title)
            if title not in _UNTITLED and any(word.isalpha() for word in words):
                self._notes.setdefault(words, []).append(number)

    def named_in(self, what: str) -> Iterator[int]:
        """The notes that these words name, in the order of the words."""
        words = _words(what)
        found = [place for title in self._notes for place in self._places(title, words)]
        for place in sorted(found):
            is_part = any(
                other.start <= place.start and place.end <= other.end and other.note != place.note
                for other in found
            )
            if place.note and not is_part:
                yield place.note

    def _places(self, title: tuple[str, ...], words: tuple[str, ...]) -> Iterator[_Place]:
        notes = self._notes[title]
        if title != words and sum(_has_weight(word) for word in title) < _LEAST_WORDS:
            return
        for start in range(len(words) - len(title) + 1):
            if words[start : start + len(title)] == title:
                yield _Place(start, start + len(title), notes[0] if len(notes) == 1 else 0)


def _words(text: str) -> tuple[str, ...]:
    """The words of a text without accents, case and signs."""
    return tuple(_WORD.findall(fold(text)))


def _has_weight(word: str) -> bool:
    return word.isalpha() and len(word) >= _LEAST_LETTERS and word not in _SMALL
