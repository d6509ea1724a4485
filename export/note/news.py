"""News of a note since an earlier print: its passages that came or changed, in their present words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

# An extract shows about so many characters: two lines of the page that holds it.
_MOST_CHARACTERS: Final = 150
_BEFORE: Final = 48
_BLANKS: Final = re.compile(r"[ \t\n]+")
_CUT: Final = "…"


class State(StrEnum):
    """What became of a note. Rewritten: so much of it changed that no passage is named."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    REWRITTEN = "rewritten"


class Kind(StrEnum):
    """What became of a passage. Shortened: words went and none came in their place."""

    NEW = "new"
    MOVED = "moved"
    CHANGED = "changed"
    SHORTENED = "shortened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """Words of a passage as it is now, those that came marked by True; `place` is its anchor on paper."""

    kind: Kind
    place: str
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Extracts in reading order, and how many passages went: of those not a word is kept.

    `before` is the Markdown of the earlier print, until it has been compared.
    """

    state: State
    extracts: tuple[Extract, ...] = ()
    removed: int = 0
    before: str = ""

    def __len__(self) -> int:
        """About how many bytes it takes."""
        return 200 + sum(100 + len(text) for one in self.extracts for text, _ in one.pieces)

    @property
    def is_compared(self) -> bool:
        return self.state is not State.CHANGED or not self.before


def facts(news: News) -> dict[str, Any]:
    """As JSON has it, without the earlier text."""
    extracts = [(one.kind, one.place, one.pieces) for one in news.extracts]
    return {"state": news.state, "extracts": extracts, "removed": news.removed}


def read_facts(said: Mapping[str, Any]) -> News:
    extracts = tuple(
        Extract(kind=Kind(kind), place=place, pieces=tuple((text, is_new) for text, is_new in pieces))
        for kind, place, pieces in said["extracts"]
    )
    return News(state=State(said["state"]), extracts=extracts, removed=said["removed"])


def pieces(text: str, came: Sequence[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    """The part of a text around what came first, in pieces; what is cut off is three dots."""
    start, end = _window(text, came[0][0] if came else 0)
    parts = [piece for piece in _parts(text, came, start, end) if piece[0]]
    if start:
        parts.insert(0, (_CUT, False))
    if end < len(text.rstrip()):
        parts.append((_CUT, False))
    return tuple(parts)


def _window(text: str, first: int) -> tuple[int, int]:
    """From where to where a text is shown; no word is cut where there is a space to cut at."""
    if len(text) <= _MOST_CHARACTERS:
        return 0, len(text)
    start = max(0, min(first - _BEFORE, len(text) - _MOST_CHARACTERS))
    if start:
        space = text.find(" ", start, max(start, first))
        start = space + 1 if space >= 0 else start
    end = start + _MOST_CHARACTERS
    if end >= len(text):
        return start, len(text)
    space = text.rfind(" ", start + _MOST_CHARACTERS // 2, end)
    return start, space if space >= 0 else end


def _parts(text: str, came: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[tuple[str, bool]]:
    at = start
    for since, until in came:
        a, b = max(at, since), min(end, until)
        if a < b:
            yield _line(text[at:a]), False
            yield _line(text[a:b]), True
            at = b
    yield _line(text[at:end]), False


def _line(text: str) -> str:
    return _BLANKS.sub(" ", text)
