"""White: what a page leaves empty at its end, above its footnotes."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from export.paper.tables.sideways import FRAME
from export.paper.tables.turned_pages import names
from export.patches.boxes import page_boxes

# The part of a page that may stay white before another one.
MOST: Final = 0.2
_NOT_TEXT: Final = frozenset({"MarginBox", "FootnoteAreaBox"})
_FOOT: Final = "FootnoteAreaBox"


def part(page: Any) -> float:
    """Of the height of a page, from 0 to 1."""
    return height(page) / float(page.height)


def height(page: Any) -> float:
    """In CSS pixels."""
    feet = sum(box.margin_height() for box in page.children if type(box).__name__ == _FOOT)
    bottom = page.content_box_y() + page.height - feet
    return float(bottom - max(map(_end, leaves(page)), default=page.content_box_y()))


def whole(document: Any) -> float:
    """The parts of all pages but the last that are whiter than they may be, added up."""
    parts = map(part, page_boxes(document)[:-1])
    return sum(one for one in parts if one > MOST)


def leaves(page: Any) -> Iterator[Any]:
    """The lines and pictures of a page, in their order, but for those of a table that is drawn turned."""
    yield from _leaves([child for child in page.children if type(child).__name__ not in _NOT_TEXT])


def is_turned(page: Any) -> bool:
    """Whether a page lies on its side."""
    return bool(page.width > page.height)


def _leaves(boxes: Sequence[Any]) -> Iterator[Any]:
    for box in boxes:
        kind = type(box).__name__
        if kind == "LineBox" or "Replaced" in kind:
            yield box
        if not (box.element is not None and FRAME in names(box.element)):
            yield from _leaves(getattr(box, "children", ()))


def _end(box: Any) -> float:
    return float(box.position_y + box.height)
