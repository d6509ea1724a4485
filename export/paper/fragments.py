"""A box that runs over to the next page ends under its last line, not at the foot of the page.

WeasyPrint stretches what it breaks down to the foot (CSS Fragmentation 3, 5.4): where the next lines did not
fit, the tint of a box would go on over nothing.
"""

from collections.abc import Iterator
from typing import Any

from export.patches.backgrounds import lay_out_background
from export.patches.boxes import page_boxes

_BOX, _PATIENCE = "callout", 4.0


def trim(document: Any) -> None:
    """To be called between layout and drawing. Nothing follows a broken box on its page, so nothing moves."""
    for sheet in page_boxes(document):
        for box in _blocks(sheet):
            if box.element_tag == "div" and _BOX in box.element.get("class", "").split():
                end = max((_bottom(line) for line in box.descendants() if _is_line(line)), default=None)
                if end is not None and end - box.content_box_y() < box.height - _PATIENCE:
                    box.height = end - box.content_box_y()
                    lay_out_background(sheet, box)


def _blocks(box: Any) -> Iterator[Any]:
    """The blocks in a box, without the many small boxes of lines."""
    for child in getattr(box, "children", ()):
        yield child
        if not _is_line(child):
            yield from _blocks(child)


def _is_line(box: Any) -> bool:
    return type(box).__name__ in {"LineBox", "TableCellBox"}


def _bottom(box: Any) -> float:
    return float(box.border_box_y() + box.border_height())
