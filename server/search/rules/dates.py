"""Days as people type them behind `depuis:`: `lundi`, `hier`, `3/11`, `novembre`, `2026-11-03`."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from export.languages import LANGUAGES
from server.search.rules.folding import fold

_DAYS_AGO: Final = {
    **dict.fromkeys(("aujourdhui", "today"), 0),
    **dict.fromkeys(("hier", "yesterday"), 1),
    "avant hier": 2,
}
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_DAY: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?")
_YEAR: Final = re.compile(r"\d{4}")
_DIGITS: Final = re.compile(r"[\d/.-]+")
_NAMED: Final = re.compile(r"(?:(\d{1,2})(?:er)? )?([a-z]+)(?: (\d{4}))?")
# As long as a leap year may be away.
_YEARS_BACK: Final = 8
_FEWEST_LETTERS: Final = 3


def day_of(typed: str, today: date) -> date | None:
    """The latest such day that is not to come; with a year, that very day. None where it says no day."""
    said = " ".join(map(fold, re.split(r"[\s_]+|(?<=\D)-|-(?=\D)", typed.strip())))
    if said in _DAYS_AGO:
        return today - timedelta(days=_DAYS_AGO[said])
    if found := _ISO.fullmatch(typed.strip()):
        return _date(int(found[1]), int(found[2]), int(found[3] or 1))
    if found := _DAY.fullmatch(typed.strip()):
        year = int(found[3]) if found[3] else None
        return _latest(year, int(found[2]), int(found[1]), today)
    if _YEAR.fullmatch(said):
        return _date(int(said), 1, 1)
    found = _NAMED.fullmatch(said)
    return _named(found, today) if found else None


def is_begun(typed: str) -> bool:
    """Whether a day may still come of what is typed."""
    if _DIGITS.fullmatch(typed):
        return not any(whole.fullmatch(typed) for whole in (_ISO, _DAY))
    return any(name.startswith(fold(typed)) for name in _names())


def _names() -> Iterator[str]:
    yield from _DAYS_AGO
    for language in LANGUAGES.values():
        yield from map(fold, (*language.dates.weekdays, *language.dates.months))


def _named(found: re.Match[str], today: date) -> date | None:
    """A month or a day of the week by its name, or by a beginning that no other name has."""
    day, name, year = found.groups()
    months, weekdays = _numbers(name, "months"), _numbers(name, "weekdays")
    if len(months) + len(weekdays) != 1:
        return None
    if months:
        (month,) = months
        return _latest(int(year) if year else None, month + 1, int(day or 1), today)
    (weekday,) = weekdays
    return None if day or year else today - timedelta(days=(today.weekday() - weekday) % 7)


def _numbers(name: str, kind: str) -> set[int]:
    """Which names of a list are meant, in any language: those that are the same, else those that begin so."""
    lists: list[Sequence[str]] = [getattr(language.dates, kind) for language in LANGUAGES.values()]
    same = {at for names in lists for at, one in enumerate(names) if fold(one) == name}
    if same or len(name) < _FEWEST_LETTERS:
        return same
    return {at for names in lists for at, one in enumerate(names) if fold(one).startswith(name)}


def _latest(year: int | None, month: int, day: int, today: date) -> date | None:
    if year is not None:
        return _date(year + 2000 if year < 100 else year, month, day)
    tried = (_date(today.year - back, month, day) for back in range(_YEARS_BACK + 1))
    return next((one for one in tried if one is not None and one <= today), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1970 < year < 9999 else None
    except ValueError:
        return None
