"""The margin for the hand gives way to a table that reaches into it: its line stops there, its word goes."""

from collections.abc import Iterator, Sequence
from typing import Any

from export.paper.tables.places import Where
from export.paper.tables.sideways import FRAME
from export.paper.tables.turned_pages import names
from export.patches.boxes import page_boxes

# CSS pixels.
_GAP = 7.0
_LINE, _WORD = "@right-middle", "@right-top"


def give_way(document: Any) -> None:
    """To be called between layout and drawing."""
    for sheet in page_boxes(document):
        taken = sorted(_taken(sheet))
        if taken:
            sheet.children = [
                piece
                for child in sheet.children
                for piece in (_left_of(child, taken) if type(child).__name__ == "MarginBox" else [child])
            ]


def _taken(sheet: Any) -> Iterator[tuple[float, float]]:
    """From where to where tables stand in the margin."""
    edge = sheet.content_box_x() + sheet.width
    for box in sheet.descendants():
        if _may_reach(box) and box.border_box_x() + box.border_width() > edge + 1:
            top = box.border_box_y()
            yield top - _GAP, top + box.border_height() + _GAP


def _may_reach(box: Any) -> bool:
    """A table in the margin, or one that is drawn turned."""
    if box.element is None or type(box).__name__ == "LineBox":
        return False
    said = names(box.element)
    return (box.is_table_wrapper and Where.MARGIN in said) or (FRAME in said and box.element_tag == "div")


def _left_of(box: Any, taken: Sequence[tuple[float, float]]) -> list[Any]:
    """The rest of a box in the margin: the line in pieces, the word whole or not at all."""
    if box.at_keyword == _WORD:
        lines = [child for child in box.children if child.height]
        top = min((line.position_y for line in lines), default=0)
        bottom = max((line.position_y + line.height for line in lines), default=0)
        return [] if any(first < bottom and last > top for first, last in taken) else [box]
    if box.at_keyword != _LINE:
        return [box]
    pieces, at, end = [], box.border_box_y(), box.border_box_y() + box.border_height()
    for first, last in [*taken, (end, end)]:
        if first - at > _GAP:
            piece = box.copy()
            piece.position_y += at - box.border_box_y()
            piece.height = first - at
            pieces.append(piece)
        at = max(at, last)
    return pieces
