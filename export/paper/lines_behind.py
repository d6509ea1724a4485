"""Lines that would have to go: what stands behind the last page that was asked for, as lines that are seen.

They are found in the note as it is set closest, and counted in the note as it is shown: a person cuts what
can be seen. Without them the pages before are laid out as they were, and the end of the note has its room.
"""

import math
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from export.patches.boxes import page_boxes

_NOT_TEXT: Final = frozenset({"MarginBox", "FootnoteAreaBox"})
# Lines of cells that stand side by side are one line.
_SAME_LINE: Final = 2.0
# White above and below a picture, in lines.
_AROUND: Final = 2


class _Line(NamedTuple):
    """Of text, or a picture: then it has no letters."""

    page: int
    top: float
    bottom: float
    letters: int
    picture: float = 0.0

    @property
    def place(self) -> tuple[int, int]:
        return self.page, round(self.top / _SAME_LINE)


def lines_behind(closest: Any, shown: Any, pages: int, line: float) -> int:
    """`pages` of the closest document are kept; `line` is the height of one of running text."""
    lines = list(_lines(closest))
    behind = [one for one in lines if one.page >= pages]
    kept = [one for one in lines if one.page == pages - 1]
    room = _bottom(page_boxes(closest)[pages - 1]) - max((one.bottom for one in kept), default=0.0)
    for_end = math.ceil(max(0.0, _end_of_note(closest) - room) / line)
    places = sorted({one.place for one in kept if one.letters})
    behind += [one for one in kept if for_end and one.place in places[-for_end:]]
    letters, gone = sum(one.letters for one in behind), set[tuple[int, int]]()
    for one in reversed(list(_lines(shown))):
        if letters <= 0:
            break
        letters -= one.letters
        if one.letters:
            gone.add(one.place)
    pictures = sum(one.picture + _AROUND * line for one in behind if one.picture)
    return max(1, len(gone) + math.ceil(pictures / line))


def _bottom(page: Any) -> float:
    """Where text ends on a page: above its footnotes."""
    feet = sum(box.margin_height() for box in page.children if type(box).__name__ == "FootnoteAreaBox")
    return float(page.content_box_y() + page.height - feet)


def _end_of_note(document: Any) -> float:
    """The height of the sign behind the text."""
    boxes = (box for page in page_boxes(document) for box in page.descendants())
    return max((box.margin_height() for box in boxes if _is(box, "p", "end")), default=0.0)


def _is(box: Any, tag: str, name: str) -> bool:
    is_block = box.element_tag == tag and box.element is not None and type(box).__name__ == "BlockBox"
    return is_block and box.element.get("class") == name


def _lines(document: Any) -> Iterator[_Line]:
    for number, page in enumerate(page_boxes(document)):
        for child in page.children:
            if type(child).__name__ not in _NOT_TEXT:
                yield from _lines_of(child, number)


def _lines_of(box: Any, page: int) -> Iterator[_Line]:
    if _is(box, "section", "comments") or _is(box, "p", "end"):
        return
    top = box.position_y
    if type(box).__name__ == "LineBox":
        inside = list(box.descendants())
        letters = sum(len("".join(one.text.split())) for one in inside if type(one).__name__ == "TextBox")
        picture = sum(one.height for one in inside if _is_picture(one))
        yield _Line(page, top, top + box.height, letters, picture)
    elif _is_picture(box):
        yield _Line(page, top, top + box.height, 0, box.height)
    else:
        for child in getattr(box, "children", ()):
            yield from _lines_of(child, page)


def _is_picture(box: Any) -> bool:
    return "Replaced" in type(box).__name__
