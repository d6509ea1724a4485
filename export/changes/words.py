"""Words of a passage as a comparison sees them: case, ? and ! count; typography and other signs do not."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from export.note.unbroken import ANY, UNITS

# What stands in a text for a thing that is one word: a picture, a piece of code.
WHOLE: Final = "\ufffc"
_INVISIBLE: Final = "\u00ad\u200b-\u200d\u2060\ufe0e\ufe0f\ufeff"
_PUNCTUATION: Final = re.escape("_.,;:…'’‘‚‛\"“”„‟«»‹›()[]{}/\\|·•‣–—‒―‐‑-*~`^¨´")
_SUM: Final = rf"(?:\d{{1,3}}(?:{ANY}\d{{3}})+(?!\d)|\d+)(?:[.,]\d+)*"
# A number with its unit is one word: « 580 M€ » becomes « 640 M€ ».
_NUMBER: Final = (
    rf"(?:(?<![\w.,'’)-])[+\-−±])?(?<![\d.,])(?:{_SUM}{ANY}?(?:{UNITS}|[%‰])(?![\w’'])|{_SUM}(?!\w))"
)
_LETTERS: Final = rf"[^\W_{_INVISIBLE}]*(?:[{_INVISIBLE}\u0300-\u036f]+[^\W_]*)*"
_WORD: Final = re.compile(
    rf"[^\W\d_]{_LETTERS}|(?P<whole>{WHOLE}+)|(?P<number>{_NUMBER})|[^\W_]{_LETTERS}"
    rf"|[^\s\w{_PUNCTUATION}{_INVISIBLE}]"
)
_SPACES: Final = re.compile(ANY)
_UNSEEN: Final = re.compile(f"[{_INVISIBLE}]")


@dataclass(frozen=True, slots=True)
class Word:
    """`folded` is equal for words that say the same; the rest is its place in the text."""

    start: int
    end: int
    folded: str


def words(text: str, wholes: Mapping[int, str] | None = None) -> list[Word]:
    """The words of a text in order; `wholes` are what the runs of WHOLE stand for, by their first letters."""
    return list(_words(text, wholes or {}))


def _words(text: str, wholes: Mapping[int, str]) -> Iterator[Word]:
    for found in _WORD.finditer(text):
        start, end = found.span()
        if found["whole"]:
            yield Word(start, end, " ".join(wholes.get(at, "") for at in range(start, end)).strip())
        elif found["number"]:
            yield Word(start, end, _SPACES.sub("", found[0]).replace("−", "-"))
        else:
            yield Word(start, end, _UNSEEN.sub("", found[0]))
