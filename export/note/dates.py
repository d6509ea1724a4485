"""Dates that people write, such as `18 février 2027`, read as ISO 8601."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from export.languages import LANGUAGES, Language, language_of
from export.languages.folding import fold_line

_ISO: Final = re.compile(r"(?<!\d)(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)")
# Day first, in the languages that we know.
_FIGURES: Final = re.compile(r"(?<!\d)(\d{1,2})[./](\d{1,2})[./](\d{4})(?!\d)")
_WORDS: Final = re.compile(
    r"(?:(?<!\d)(?P<day>\d{1,2})(?:er|st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>[a-z]{3,9})\.?\s+"
    r"(?:(?P<behind>\d{1,2})(?:st|nd|rd|th)?,?\s+)?(?P<year>\d{4})(?!\d)"
)
_YEAR: Final = re.compile(r"\s*(\d{4})\s*")


def iso_date(said: str, lang: str) -> str:
    """`2027-02-18`, `2027-02` or `2027`, as the text says it; nothing where it says none, or several."""
    found = set(_found(fold_line(said), lang))
    return found.pop() if len(found) == 1 else ""


def _found(said: str, lang: str) -> Iterator[str]:
    if year := _YEAR.fullmatch(said):
        yield year[1]
    for one in _ISO.finditer(said):
        yield from _dated(one[1], one[2], one[3])
    for one in _FIGURES.finditer(said):
        yield from _dated(one[3], one[2], one[1])
    months = _months(lang)
    for one in _WORDS.finditer(said):
        if (month := months.get(one["month"])) is not None:
            yield from _dated(one["year"], str(month), one["day"] or one["behind"])


def _dated(year: str, month: str, day: str | None) -> Iterator[str]:
    """None for the 31st of February."""
    try:
        there = date(int(year), int(month), int(day or 1)).isoformat()
    except ValueError:
        return
    yield there if day else there[:7]


def _months(lang: str) -> dict[str, int]:
    """Of all languages, with those of the text first."""
    known: dict[str, int] = {}
    for one in (language_of(lang), *LANGUAGES.values()):
        for name, number in _names(one):
            known.setdefault(name, number)
    return known


def _names(language: Language) -> Iterator[tuple[str, int]]:
    whole = [fold_line(name) for name in language.dates.months]
    for number, name in enumerate(whole, 1):
        yield name, number
    for short in map(fold_line, language.dates.short_months):
        name = short.rstrip(".")
        numbers = [number for number, month in enumerate(whole, 1) if month.startswith(name)]
        if len(numbers) == 1:
            yield name, numbers[0]
