"""Proposals: what would make a note fit in the pages that were asked for, each measured by laying it out."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from math import ceil
from typing import Final, TypeAlias

from export.note.brief import Brief
from export.note.formats import Format
from export.paper import closer
from export.paper.fitting import Fitting
from export.paper.fitting_search import LONGEST
from export.paper.page_count import PageCount

# Left out together only where neither is enough alone.
MARGIN, PICTURES = "margin", "pictures"
# A mild step saves no more of a note than this part.
_MILDEST_PART: Final = 0.8

Measure: TypeAlias = Callable[[Brief], Awaitable[PageCount]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The note fills so many `pages` without what is named in `without`, once `cuts` lines have gone.

    `asks`: that number of pages is asked for, and nothing is left out. `is_looser`: it fits already, set
    close, and would be set as usual or nearly.
    """

    pages: int
    without: tuple[str, ...] = ()
    cuts: int = 0
    asks: bool = False
    is_looser: bool = False

    @property
    def setting(self) -> dict[str, str]:
        """The options of a print that do it."""
        return {**dict.fromkeys(self.without, "0"), **({"pages": str(self.pages)} if self.asks else {})}


def is_worth(count: PageCount) -> bool:
    """Whether pages were asked for that it does not keep, or only set close; and whether layout is quick."""
    told = count.fitting
    if told is None or told.asked is None or told.before > LONGEST:
        return False
    return not told.fits or told.step > closer.MILD


async def proposals(brief: Brief, count: PageCount, measure: Measure) -> tuple[Proposal, ...]:
    """For a brief whose print was counted so, the least change first. Raises ExportError."""
    told = count.fitting
    if not is_worth(count) or told is None or told.asked is None:
        return ()
    found, few = list[Proposal](), list[Proposal]()
    if told.missing:
        few.append(Proposal(pages=told.asked, cuts=told.missing))
    for without in _left_out(brief, count):
        if found and len(without) > 1:
            break
        less = (await measure(_without(brief, without))).fitting
        if less is None:
            continue
        if less.fits and (less.step <= closer.MILD or not told.fits):
            found.append(Proposal(pages=less.pages, without=without, is_looser=told.fits))
        elif less.missing:
            few.append(Proposal(pages=told.asked, without=without, cuts=less.missing))
    if not told.fits:
        found += _fewest(few, is_enough=bool(found))
    return (*found, *await _more_pages(brief, told, measure))


def _left_out(brief: Brief, count: PageCount) -> Iterator[tuple[str, ...]]:
    margin = (MARGIN,) if brief.format is Format.NOTE and brief.has_hand_margin else ()
    pictures = (PICTURES,) if count.pictures else ()
    yield from filter(None, (margin, pictures))
    if margin and pictures:
        yield margin + pictures


def _without(brief: Brief, names: tuple[str, ...]) -> Brief:
    return replace(
        brief,
        has_hand_margin=brief.has_hand_margin and MARGIN not in names,
        has_pictures=brief.has_pictures and PICTURES not in names,
    )


def _fewest(few: list[Proposal], *, is_enough: bool) -> Iterator[Proposal]:
    """The lines to cut with nothing left out, and where that saves any with the least that does."""
    if few and not few[0].without:
        yield few[0]
    best = min(few, key=lambda one: one.cuts, default=None)
    if best is not None and best.without and not is_enough:
        yield best


async def _more_pages(brief: Brief, told: Fitting, measure: Measure) -> list[Proposal]:
    """The smallest number of pages that it keeps by a mild step, nothing left out."""
    asked = told.asked or 0
    for pages in range(max(asked + 1, ceil(told.before * _MILDEST_PART)), ceil(told.before) + 2):
        more = (await measure(replace(brief, pages_wanted=pages))).fitting
        if more is not None and more.fits and more.step <= closer.MILD:
            return [Proposal(pages=more.pages, asks=True, is_looser=told.fits)] if more.pages == pages else []
    return []
