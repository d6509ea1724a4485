"""References of an agenda to notes, `(note 2)`, `(notes 1 et 4)`, `(notes 1-3)`, and how they are kept.

A number is that of a place, and places change. So a reference is kept as the items of the pochette that it
names, between unit separators, which nobody can type; numbers are put back when it is read.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from export.languages import LANGUAGES

_MARK: Final = "\x1f"
_NOTE: Final = frozenset(language.agenda["note"] for language in LANGUAGES.values())
_NOTES: Final = {language.agenda["notes"]: language.agenda["note"] for language in LANGUAGES.values()}
_AND: Final = (*dict.fromkeys(language.agenda["and"] for language in LANGUAGES.values()), "&", ",", ";")
_TO: Final = (*dict.fromkeys(language.agenda["to"] for language in LANGUAGES.values()), "-", "–", "—")
_LEAST_RUN = 3


def _any(words: Sequence[str]) -> str:
    """Words stand between spaces, signs need none."""
    return "|".join(
        rf"\s+{re.escape(word)}\s+" if word.isalpha() else rf"\s*{re.escape(word)}\s*" for word in words
    )


_NUMBER: Final = "[1-9][0-9]?"
_BETWEEN: Final = rf"(?:{_any(_AND)}|,{_any(_AND)})"
_RUN: Final = rf"{_NUMBER}(?:(?:{_any(_TO)}){_NUMBER})?"
_NAMES: Final = "|".join(map(re.escape, sorted({*_NOTE, *_NOTES}, key=len, reverse=True)))
REFERENCE: Final = re.compile(
    rf"\s*\(\s*(?P<word>{_NAMES})\s+(?P<list>{_RUN}(?:{_BETWEEN}{_RUN})*)\s*\)", re.IGNORECASE
)
"""Brackets that say numbers of notes and nothing else."""
_PARTS: Final = re.compile(rf"({_NUMBER})(?:(?:{_any(_TO)})({_NUMBER}))?", re.IGNORECASE)
_JOINED: Final = re.compile(rf"({_any([one for one in _AND if one not in ',;'])})", re.IGNORECASE)
_KEPT: Final = re.compile(rf"(\s*)\({_MARK}([^()]*?){_MARK}\)")


def numbers_in(match: re.Match[str], count: int) -> tuple[int, ...] | None:
    """The numbers of a reference in a pochette of so many notes; None where one of them is no note's."""
    numbers: list[int] = []
    for first, last in _PARTS.findall(match["list"]):
        run = range(int(first), int(last or first) + 1)
        if not run or (last and match["word"].casefold() in _NOTE and match["word"].casefold() not in _NOTES):
            return None
        numbers += run
    return tuple(dict.fromkeys(numbers)) if max(numbers) <= count else None


def kept(text: str, items: Sequence[str]) -> str:
    """The text with items in place of numbers, wherever each number is that of one of these items."""

    def keep(match: re.Match[str]) -> str:
        numbers = numbers_in(match, len(items))
        if numbers is None:
            return match[0]
        joined = _JOINED.search(match["list"])
        parts = [
            match["word"],
            joined[1].strip() if joined else "",
            *(items[number - 1] for number in numbers),
        ]
        return f"{_lead(match[0])}({_MARK}{_MARK.join(parts)}{_MARK})"

    return REFERENCE.sub(keep, text)


def numbered(text: str, items: Sequence[str]) -> str:
    """The text with the numbers that its items have among these; one that is not there is left out."""
    at = {item: number for number, item in enumerate(items, 1)}

    def number(match: re.Match[str]) -> str:
        word, joined, *named = match[2].split(_MARK)
        numbers = [at[item] for item in named if item in at]
        if not numbers:
            return ""
        if len(numbers) == 1:
            word = _singular(word)
        return f"{match[1]}({word} {_listed(numbers, joined)})"

    return _KEPT.sub(number, text)


def _lead(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]


def _singular(word: str) -> str:
    one = _NOTES.get(word.casefold(), word)
    return one.capitalize() if word[0].isupper() else one


def _listed(numbers: Sequence[int], joined: str) -> str:
    """1, 2 et 5; three and more in a row as 1-3."""
    said = list(_runs(numbers))
    if not joined or len(said) == 1:
        return ", ".join(said)
    return f"{', '.join(said[:-1])} {joined} {said[-1]}"


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    start = 0
    for end in range(1, len(numbers) + 1):
        if end < len(numbers) and numbers[end] == numbers[end - 1] + 1:
            continue
        run = numbers[start:end]
        yield from (f"{run[0]}-{run[-1]}",) if len(run) >= _LEAST_RUN else map(str, run)
        start = end
