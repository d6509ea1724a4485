"""What is found out about a print: its pages, its figures, whether it is lawful."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import page as validator
import pikepdf

from tests.tools.pages.figures import whole
from tests.tools.pages.margins import FORMS, Margined
from tests.tools.pages.measure import Sheet, measured
from tests.tools.pages.prints import Print

PROFILES = ("ua1", "3a")
# Of the text area: an inner page that is whiter, a first and a last page that are emptier are told.
WHITE, FIRST, LAST = 0.2, 0.4, 0.15


class Place(StrEnum):
    """Where a page stands in its note; the front of a pochette, its blanks and sides of two are in none."""

    ONLY = "only"
    FIRST = "first"
    INNER = "inner"
    LAST = "last"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Look:
    """`broken` are figures that no line has whole, `faults` the rules that are not kept, by profile."""

    name: str
    form: str
    pages: tuple[tuple[Place, Sheet], ...]
    figures: int
    broken: tuple[str, ...]
    faults: dict[str, int]
    asked: int | None
    is_held: bool | None
    missing: int | None
    is_own: bool
    size: int

    @property
    def inner(self) -> list[Sheet]:
        """All but the last of a note."""
        return self._in(Place.FIRST, Place.INNER)

    @property
    def first(self) -> list[Sheet]:
        return self._in(Place.FIRST, Place.ONLY)

    @property
    def white(self) -> list[Sheet]:
        return [sheet for sheet in self.inner if sheet.white > WHITE]

    @property
    def empty_first(self) -> list[Sheet]:
        """First pages of several."""
        return [sheet for sheet in self._in(Place.FIRST) if sheet.full < FIRST]

    @property
    def empty_last(self) -> list[Sheet]:
        return [sheet for sheet in self._in(Place.LAST) if sheet.full < LAST]

    @property
    def outside(self) -> int:
        return sum(len(sheet.outside) for _, sheet in self.pages)

    def _in(self, *places: Place) -> list[Sheet]:
        return [sheet for place, sheet in self.pages if place in places]


def look(print_: Print, margined: Margined | None = None) -> Look:
    """`margined` is that of another printer."""
    sheets = measured(print_.pdf, margined or FORMS[print_.form])
    return Look(
        name=print_.name,
        form=print_.form,
        pages=tuple((_place(sheet.number, print_.parts), sheet) for sheet in sheets),
        figures=print_.figures.total(),
        broken=tuple(whole(print_.pdf, print_.figures)),
        faults=_faults(print_.pdf),
        asked=print_.asked,
        is_held=print_.is_held,
        missing=print_.missing,
        is_own=print_.is_own,
        size=len(print_.pdf),
    )


def _place(number: int, parts: Sequence[tuple[int, int]]) -> Place:
    for first, last in parts:
        if first <= number <= last:
            if first == last:
                return Place.ONLY
            return {first: Place.FIRST, last: Place.LAST}.get(number, Place.INNER)
    return Place.APART


def _faults(pdf: bytes) -> dict[str, int]:
    """How many rules of PDF/UA-1 and PDF/A-3a fail, and what QPDF finds."""
    found = {
        profile: len(validator.validate_pdf_bytes(pdf, profile=profile).failures) for profile in PROFILES
    }
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {**found, "qpdf": len(opened.check_pdf_syntax())}
