"""A box or a quotation that runs over to the next page ends under its last line, not at the foot of the page.

WeasyPrint stretches what it breaks down to the foot (CSS Fragmentation 3, 5.4): where the next lines did not
fit, the tint of a box would go on over nothing.
"""

from collections.abc import Container, Iterator
from itertools import pairwise
from typing import Any, Final

from export.patches.backgrounds import lay_out_background
from export.patches.boxes import page_boxes

_BOX: Final = "callout"
_QUOTATION: Final = "blockquote"


def trim(document: Any) -> None:
    """To be called between layout and drawing. Nothing follows a broken box on its page, so nothing moves."""
    for sheet, following in pairwise(page_boxes(document)):
        broken = {box.element for box in _blocks(following)}
        for box in _blocks(sheet):
            if (is_box(box) or box.element_tag == _QUOTATION) and box.element in broken:
                box.height = _end(box, broken) - box.content_box_y()
                lay_out_background(sheet, box)


def is_box(box: Any) -> bool:
    """Whether it is the whole of a callout, or what stands of it on one page."""
    return box.element_tag == "div" and _BOX in box.element.get("class", "").split()


def _end(box: Any, broken: Container[Any]) -> float:
    """The bottom of what is whole in it; only what goes on behind the page was stretched."""
    if box.element in broken and not _is_leaf(box):
        return max((_end(child, broken) for child in box.children), default=float(box.content_box_y()))
    return float(box.border_box_y() + box.border_height())


def _blocks(box: Any) -> Iterator[Any]:
    """The blocks in a box, without the many small boxes of lines."""
    for child in getattr(box, "children", ()):
        yield child
        if not _is_leaf(child):
            yield from _blocks(child)


def _is_leaf(box: Any) -> bool:
    """A line, a picture or a cell: a line of a broken paragraph has its element, and is whole."""
    return type(box).__name__ in {"LineBox", "TableCellBox"} or not hasattr(box, "children")
