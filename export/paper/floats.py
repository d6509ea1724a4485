"""Floats: a chart or a picture that would leave much of a page white passes paragraphs of its section.

It goes behind those that follow it, or else before those that come before it, where it has room on their
page. No figure passes a heading, another figure, a table or a box, nor words that speak of it as above or
below; none comes between what announces and what is announced.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from export.patches.boxes import page_boxes

# The part of a page that may stay white before a figure.
MOST_WHITE: Final = 0.2
# Each is a layout of the whole.
_MOST_ROUNDS: Final = 4
_LONGEST: Final = 24
# Pages that are shown before the others are laid out.
_EARLY: Final = 3
_TEXT: Final = frozenset({"p", "ul", "ol", "blockquote", "dl"})
_ANNOUNCES: Final = "lead"
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ITSELF: Final = (
    r"(?:ce|le) (?:graphique|schéma)|cette (?:image|figure|photo\w*)|this (?:chart|figure|picture|photo\w*)"
)
_SAYS_ABOVE: Final = re.compile(
    rf"\b(?:ci-dessus|plus haut|ci-contre|précédente?|above|preceding|{_ITSELF})\b", re.IGNORECASE
)
_SAYS_BELOW: Final = re.compile(
    r"\b(?:ci-dessous|ci-après|plus bas|ci-contre|suivante?|below|following|next)\b", re.IGNORECASE
)
_NOT_TEXT: Final = frozenset({"MarginBox", "FootnoteAreaBox"})


def settled(root: Any, document: Any, lay: Callable[[], Any], *, is_early: bool = False) -> Any:
    """The document, or one with less white before its figures and not a page more."""
    main = next(root.iter("main"), None)
    if main is None or not any(_is_figure(child) for child in main):
        return document
    begin, tried = (_EARLY if is_early else 0), set[Any]()
    for _ in range(_MOST_ROUNDS if len(document.pages) <= _LONGEST else 0):
        found = next(
            (
                (figure, white)
                for page, figure, white in before_figures(main, document)
                if page >= begin and white > MOST_WHITE and figure not in tried
            ),
            None,
        )
        if found is None:
            break
        figure, white = found
        tried.add(figure)
        order = list(main)
        for moved in _other_orders(order, figure, document, white):
            main[:] = moved
            again = lay()
            if len(again.pages) <= len(document.pages) and _all_white(main, again) < _all_white(
                main, document
            ):
                document = again
                break
            main[:] = order
    return document


def before_figures(main: Any, document: Any) -> Iterator[tuple[int, Any, float]]:
    """Each page that ends where a figure begins the next, that figure, and the part of it that is white."""
    pages = page_boxes(document)
    owners = {element: child for child in main for element in child.iter()}
    for number, (page, following) in enumerate(pairwise(pages)):
        first = next((box for box in _leaves(following) if box.element in owners), None)
        owner = owners.get(first.element) if first is not None else None
        if owner is not None and _is_figure(owner):
            yield number, owner, _white(page) / page.height


def _white(page: Any) -> float:
    feet = sum(box.margin_height() for box in page.children if type(box).__name__ == "FootnoteAreaBox")
    bottom = page.content_box_y() + page.height - feet
    return float(bottom - max((box.position_y + box.height for box in _leaves(page)), default=bottom))


def _all_white(main: Any, document: Any) -> float:
    return sum(white for _, _, white in before_figures(main, document) if white > MOST_WHITE)


def _leaves(page: Any) -> Iterator[Any]:
    for child in page.children:
        if type(child).__name__ not in _NOT_TEXT:
            for box in child.descendants():
                if type(box).__name__ == "LineBox" or "Replaced" in type(box).__name__:
                    yield box


def _other_orders(blocks: Sequence[Any], figure: Any, document: Any, white: float) -> Iterator[list[Any]]:
    """With the float after the paragraph that fills the white, or before the one that leaves it room."""
    heights = _heights(document)
    at, room = blocks.index(figure), white * page_boxes(document)[0].height
    if at and (blocks[at - 1].tag in _HEADINGS or _announces(blocks[at - 1])):
        return
    to = at + 1
    while (
        to < len(blocks) and (room > 0 or _announces(blocks[to - 1])) and _may_pass(blocks[to], _SAYS_ABOVE)
    ):
        room -= heights.get(blocks[to], 0.0)
        to += 1
    while _announces(blocks[to - 1]):
        to -= 1
    if to > at + 1:
        yield [*blocks[:at], *blocks[at + 1 : to], figure, *blocks[to:]]
    to, asked = at, heights.get(figure, 0.0) - white * page_boxes(document)[0].height
    while to > 1 and (asked > 0 or _announces(blocks[to - 1])) and _may_pass(blocks[to - 1], _SAYS_BELOW):
        to -= 1
        asked -= heights.get(blocks[to], 0.0)
    # The first paragraph under a heading stays there.
    if to < at and asked <= 0 and not _announces(blocks[to - 1]) and blocks[to - 1].tag not in _HEADINGS:
        yield [*blocks[:to], figure, *blocks[to:at], *blocks[at + 1 :]]


def _may_pass(block: Any, says: re.Pattern[str]) -> bool:
    return block.tag in _TEXT and not says.search("".join(block.itertext()))


def _announces(block: Any) -> bool:
    return _ANNOUNCES in _names(block)


def _heights(document: Any) -> dict[Any, float]:
    found: dict[Any, float] = {}
    for page in page_boxes(document):
        for box in page.descendants():
            is_block = type(box).__name__ == "BlockBox" and box.element is not None
            if is_block and (box.element_tag in _TEXT or box.element_tag == "figure"):
                found[box.element] = found.get(box.element, 0.0) + box.margin_height()
    return found


def _is_figure(element: Any) -> bool:
    return bool(element.tag == "figure")


def _names(element: Any) -> set[str]:
    return set((element.get("class") or "").split())
