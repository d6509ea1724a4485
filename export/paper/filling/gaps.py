"""Gaps: pages that end whiter than they may before a float, or behind a table on its side."""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

from export.paper.filling import floats, white
from export.paper.filling.arrangement import Arrangement
from export.paper.tables.turned_pages import goes_along
from export.patches.boxes import page_boxes


class Gap(NamedTuple):
    """Of a page, counted from 0: the place of the float among the blocks; pixels and part that are white."""

    page: int
    at: int
    room: float
    part: float
    is_behind: bool = False


def gaps(now: Arrangement, document: Any, *, begin: int, sides: frozenset[Any]) -> Iterator[Gap]:
    """From page `begin` on, in their order. `sides` are tables that may stand on their side."""
    places = places_of(now)
    for number, (page, following) in enumerate(pairwise(page_boxes(document))):
        if number < begin or white.part(page) <= white.MOST:
            continue
        begins, stand = first_on(following, places), _all_on(page, places)
        if begins is None or begins in stand:
            continue
        gap = partial(Gap, number, room=white.height(page), part=white.part(page))
        # A table that is drawn turned stands beside the block behind it.
        begins -= begins > 0 and now.blocks[begins - 1] in now.frames
        if (at := _float_from(now, begins)) is not None:
            yield gap(at)
        if behind := [place for place in stand if now.blocks[place] in sides]:
            yield gap(max(behind), is_behind=True)


def places_of(now: Arrangement) -> dict[Any, int]:
    """The place of the block of each element."""
    return {element: at for at, block in enumerate(now.blocks) for element in block.iter()}


def first_on(page: Any, places: Mapping[Any, int]) -> int | None:
    """The place of the first block on a page."""
    return next((places[box.element] for box in white.leaves(page) if box.element in places), None)


def _all_on(page: Any, places: Mapping[Any, int]) -> set[int]:
    return {places[box.element] for box in white.leaves(page) if box.element in places}


def _float_from(now: Arrangement, at: int) -> int | None:
    """The float that begins a page, maybe behind its headings and what announces it."""
    for place in range(at, len(now.blocks)):
        if floats.is_float(now.blocks[place]):
            return place
        if not goes_along(now.blocks[place]):
            return None
    return None
