"""The search for the mildest step at which a note fits: each is laid out as a whole, found by bisection."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from export.note.formats import Format
from export.paper import closer
from export.paper.fitting import Fitting
from export.paper.lines_behind import lines_behind
from export.paper.page_count import PageCount, measured, pages_before
from export.patches.boxes import page_boxes

# A last page of less than this part is one that the pages before can take.
_SHORT_TAIL: Final = 1 / 3
# In a longer note a page more or less is not worth laying it out again. Where pages were asked for it is,
# until that takes too long.
_LONGEST_UNASKED, LONGEST = 8, 24
# Where more of a note has to go than half no step is tried. The closest leaves about three quarters.
_LEAST_PART, _CLOSEST = 0.5, 0.75

# Lays the note out at a step.
Lay = Callable[[int], Any]
Count = Callable[[Any], PageCount]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """`pages`: the most that were asked for, 0 for as usual.

    A short last page is taken in by itself where they are not met, or None were asked for.
    """

    pages: int | None
    shape: Format
    is_larger: bool = False


class Fitted(NamedTuple):
    """Pages, what was done to them, the signs that no face has, and the first word that is cut."""

    document: Any
    fitting: Fitting
    signs: str = ""
    cut: str = ""


class _Search(NamedTuple):
    """`closest`: the pages at the closest step, where that was tried in vain."""

    step: int = 0
    document: Any = None
    closest: Any = None


def fit(document: Any, wish: Wish, count: Count, lay: Lay) -> Fitted:
    """The pages of a note as usual, or closer. `count` counts those of the note alone.

    Large print is never set closer than it has to be.
    """
    usual = count(document)
    told = Fitting(asked=wish.pages or None, before=usual.length, pages=usual.pages)
    if wish.shape is Format.LARGE:
        return Fitted(document, replace(told, missing=_missing_as_usual(document, usual, told, wish)))
    told = replace(told, letters=closer.letters(0, wish.shape, is_larger=wish.is_larger))
    if wish.pages == 0:
        return Fitted(document, told)
    found = _Search()
    if told.asked is not None and told.asked < usual.pages <= LONGEST:
        found = _searched(usual, told.asked, count, lay)
        if found.closest is not None:
            told = replace(told, missing=_missing(found.closest, document, told.asked, wish, closer.STEPS))
    tail = measured(document)
    is_short = 1 < tail.pages <= _LONGEST_UNASKED and tail.fill < _SHORT_TAIL
    is_kept = told.asked is not None and told.fits
    # For comments behind it no note is set closer.
    if not found.step and not is_kept and is_short and tail.fill == usual.fill:
        found = _searched(tail, tail.pages - 1, measured, lay, most=closer.MILD)
    if not found.step:
        return Fitted(document, told)
    letters = closer.letters(found.step, wish.shape, is_larger=wish.is_larger)
    pages = count(found.document).pages
    return Fitted(found.document, replace(told, step=found.step, letters=letters, pages=pages))


def lines_left(document: Any, told: Fitting, wish: Wish, count: Count) -> int | None:
    """Lines of running text for which the pages that were asked for still have room, as the note is set."""
    if told.asked is None or not told.fits:
        return None
    length = count(document)
    *_, last = page_boxes(document)
    line = closer.line(told.step, wish.shape, is_larger=wish.is_larger)
    room = told.asked - (length.pages - 1 + length.fill)
    return max(0, math.floor(room * float(last.height) / line))


def _searched(usual: PageCount, goal: int, count: Count, lay: Lay, most: int = closer.STEPS) -> _Search:
    """By leaps that grow, from a guess that is nearly always right or beside it; then by halves."""
    part = goal / (usual.pages - 1 + usual.fill)
    if part < _LEAST_PART:
        return _Search()
    too_mild, found, leap = 0, _Search(step=most + 1), 1
    at = min(most, math.ceil((1 - part) / (1 - _CLOSEST) * closer.STEPS))
    while found.step - too_mild > 1:
        document = lay(at)
        if count(document).pages <= goal:
            found = _Search(at, document)
        elif at == most:
            return _Search(closest=document)
        else:
            too_mild = at
        middle = (too_mild + found.step) // 2
        at = min(at + leap, most) if found.document is None else max(at - leap, middle, too_mild + 1)
        leap *= 2
    return found


def _missing_as_usual(document: Any, usual: PageCount, told: Fitting, wish: Wish) -> int | None:
    if told.asked is None or told.fits or usual.pages > LONGEST or told.asked / usual.length < _LEAST_PART:
        return None
    return _missing(document, document, told.asked, wish, 0)


def _missing(closest: Any, shown: Any, goal: int, wish: Wish, step: int) -> int:
    line = closer.line(step, wish.shape, is_larger=wish.is_larger)
    return lines_behind(closest, shown, pages_before(closest) + goal, line)
