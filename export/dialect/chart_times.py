"""When the label of a chart's row is: a year, a quarter or a month, in French or in English.

The editor reads them alike (web/src/chart/times.ts).
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

# What is not a fact yet.
PLANNED: Final = re.compile(
    r"\b(cible|objectif|pr[ée]vision|projection|estimation|target|forecast|planned)", re.IGNORECASE
)
_BESIDE: Final = re.compile(r"\([^)]*\)")
_YEAR: Final = "((?:1[5-9]|2[01])[0-9]{2})"
_MONTHS: Final = (
    "janv?(?:ier)?|january",
    "f[ée]vr?(?:ier)?|feb(?:ruary)?",
    "mars?|march",
    "avr(?:il)?|apr(?:il)?",
    "mai|may",
    "juin|june?",
    "juil(?:let)?|july?",
    "ao[uû]t|aug(?:ust)?",
    "sept?(?:embre|ember)?",
    "oct(?:obre|ober)?",
    "nov(?:embre|ember)?",
    "d[ée]c(?:embre|ember)?",
)
_FORMS: Final = (
    ("year", re.compile(_YEAR)),
    ("quarter", re.compile(rf"[TQ]([1-4]) {_YEAR}", re.IGNORECASE)),
    ("iso", re.compile(rf"{_YEAR}-(0[1-9]|1[0-2])")),
    ("numbers", re.compile(rf"(0?[1-9]|1[0-2])/{_YEAR}")),
)
_MONTH: Final = tuple(re.compile(rf"(?:{month})\.?(?: {_YEAR})?", re.IGNORECASE) for month in _MONTHS)


def times(labels: Sequence[str]) -> list[int] | None:
    """In months, where all are of one form and each comes after the one before."""
    found = [_time(label) for label in labels]
    forms = {one[0] for one in found if one}
    if None in found or len(forms) != 1:
        return None
    months = [one[1] for one in found if one]
    return months if all(after > before for before, after in pairwise(months)) else None


def _time(label: str) -> tuple[str, int] | None:
    said = " ".join(PLANNED.sub("", _BESIDE.sub("", label)).split())
    for form, pattern in _FORMS:
        if match := pattern.fullmatch(said):
            numbers = [int(group) for group in match.groups()]
            match form:
                case "year":
                    return form, numbers[0] * 12
                case "quarter":
                    return form, numbers[1] * 12 + (numbers[0] - 1) * 3
                case "iso":
                    return form, numbers[0] * 12 + numbers[1] - 1
                case _:
                    return form, numbers[1] * 12 + numbers[0] - 1
    for number, pattern in enumerate(_MONTH):
        if match := pattern.fullmatch(said):
            year = int(match[1]) if match[1] else 0
            return ("month of a year" if year else "month"), year * 12 + number
    return None
