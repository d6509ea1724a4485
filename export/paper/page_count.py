"""Page count: the pages of a note, how much of the last one is used, and the steps of fitting."""

import json
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from export.paper.fitting import Fitting
from export.patches.boxes import page_boxes


class Confused(NamedTuple):
    """A drawing two of whose colours are one gray: its page, and its description, where it has one."""

    page: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCount:
    """`fill` is the part of the last page that holds something, more than 0 and at most 1.

    `without_face` are the signs that are boxes on paper, for want of a face; `cut` is the first word that is
    longer than its line, empty where none is; `pictures` are those of the note that are shown; `confused`,
    drawings that lose a difference in gray, are looked for in a print, and not where pages are counted.
    """

    pages: int
    fill: float
    fitting: Fitting | None = None
    without_face: str = ""
    cut: str = ""
    pictures: int = 0
    confused: tuple[Confused, ...] = ()

    @property
    def length(self) -> float:
        """In pages, as one says it: two sheets whose second is a third full are 1.3."""
        return round(self.pages - 1 + self.fill, 1)

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @staticmethod
    def from_bytes(raw: bytes) -> "PageCount":
        told = json.loads(raw)
        fitting = told.pop("fitting")
        confused = tuple(Confused(*one) for one in told.pop("confused"))
        return PageCount(**told, confused=confused, fitting=Fitting(**fitting) if fitting else None)


def measured(document: Any, *, has_cover: bool = False) -> PageCount:
    """Of a note that WeasyPrint has laid out, without its cover, which holds no text of it.

    Notes at the foot take their room as text does.
    """
    covers = pages_before(document) if has_cover else 0
    *_, last = page_boxes(document)
    used = sum(box.margin_height() for box in last.children if type(box).__name__ != "MarginBox")
    return PageCount(pages=len(document.pages) - covers, fill=round(min(1.0, used / last.height), 3))


def measured_to_comments(document: Any, *, has_cover: bool = False) -> PageCount:
    """The same without the comments behind the note, which are no part of it."""
    covers = pages_before(document) if has_cover else 0
    for number, sheet in enumerate(page_boxes(document), 1):
        behind = next((box for box in sheet.descendants() if _holds_comments(box)), None)
        if behind is not None:
            used = (behind.position_y - sheet.content_box_y()) / sheet.height
            return PageCount(pages=number - covers, fill=round(min(1.0, max(0.001, used)), 3))
    return measured(document, has_cover=has_cover)


def pages_before(document: Any) -> int:
    """How many stand before the note: its cover."""
    pages = enumerate(page_boxes(document))
    heads = (at for at, page in pages if any(box.element_tag == "header" for box in page.descendants()))
    return next(heads, 0)


def _holds_comments(box: Any) -> bool:
    return bool(box.element_tag == "section" and box.element.get("class") == "comments")
