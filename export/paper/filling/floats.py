"""Floats: the orders in which a chart, a picture or a table passes text of its section, down or up.

None passes a heading, another float, a box, or words that speak of it as above or below; nothing comes
between what announces and what is announced.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from export.paper.tables.parts import GOES_ON
from export.paper.tables.turned_pages import is_heading, is_source_line, names

_TEXT: Final = frozenset({"p", "ul", "ol", "blockquote", "dl"})
_FLOATS: Final = frozenset({"figure", "table"})
_ANNOUNCES: Final = "lead"
_ITSELF: Final = (
    r"(?:ce|le) (?:graphique|schéma|tableau)|cette (?:image|figure|photo\w*|carte)"
    r"|this (?:chart|figure|picture|photo\w*|table|map)"
)
_SAYS_ABOVE: Final = re.compile(
    rf"\b(?:ci-dessus|plus haut|ci-contre|précédente?|above|preceding|{_ITSELF})\b", re.IGNORECASE
)
_SAYS_BELOW: Final = re.compile(
    r"\b(?:ci-dessous|ci-après|plus bas|ci-contre|suivante?|below|following|next)\b", re.IGNORECASE
)


def is_float(block: Any) -> bool:
    """Whether a block may pass text."""
    return block.tag in _FLOATS


def is_words(block: Any) -> bool:
    """Whether a block is words alone, without notes, which stand at the foot of a page and of no column."""
    has_notes = any("fn" in names(one) for one in block.iter("span"))
    return (block.tag in _TEXT or is_heading(block) or "callout" in names(block)) and not has_notes


def is_divided(blocks: Sequence[Any], at: int) -> bool:
    """Whether a table is one of several parts."""
    return any(block.get(GOES_ON) is not None for block in blocks[at : at + 2])


def end_of(blocks: Sequence[Any], at: int) -> int:
    """Behind the float at a place, its other parts, and the lines under it that are of it."""
    to = at + 1
    while to < len(blocks) and (blocks[to].get(GOES_ON) is not None or is_source_line(blocks[to])):
        to += 1
    return to


def downwards(
    blocks: Sequence[Any], at: int, heights: Mapping[Any, float], room: float, *, is_whole: bool = False
) -> tuple[Any, ...] | None:
    """The order with the float behind as much text as fills the room (CSS pixels); None where none may.

    The last paragraph of that text runs over, unless `is_whole`.
    """
    if at and _announces(blocks[at - 1]):
        return None
    first = to = end_of(blocks, at)
    while (
        to < len(blocks) and (room > 0 or _announces(blocks[to - 1])) and _may_pass(blocks[to], _SAYS_ABOVE)
    ):
        room -= heights.get(blocks[to], 0.0)
        if is_whole and room < 0:
            break
        to += 1
    while to > first and _announces(blocks[to - 1]):
        to -= 1
    if to == first:
        return None
    return (*blocks[:at], *blocks[first:to], *blocks[at:first], *blocks[to:])


def upwards(
    blocks: Sequence[Any], at: int, heights: Mapping[Any, float], asked: float
) -> tuple[Any, ...] | None:
    """The order with the float before as much text as leaves it the pixels that it asks for; or None."""
    if at and (_announces(blocks[at - 1]) or is_heading(blocks[at - 1])):
        return None
    to = at
    while to > 1 and (asked > 0 or _announces(blocks[to - 1])) and _may_pass(blocks[to - 1], _SAYS_BELOW):
        to -= 1
        asked -= heights.get(blocks[to], 0.0)
    # The first paragraph under a heading stays there.
    if to == at or asked > 0 or _announces(blocks[to - 1]) or is_heading(blocks[to - 1]):
        return None
    behind = end_of(blocks, at)
    return (*blocks[:to], *blocks[at:behind], *blocks[to:at], *blocks[behind:])


def _may_pass(block: Any, says: re.Pattern[str]) -> bool:
    return block.tag in _TEXT and not says.search(_said(block))


def _said(block: Any) -> str:
    return "".join(block.itertext())


def _announces(block: Any) -> bool:
    return _ANNOUNCES in names(block)
