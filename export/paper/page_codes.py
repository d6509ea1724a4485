"""The QR code at the foot of each page, which says of which edition and which page it is.

It stands where no text is: in the corner below the margin for the hand, or beside the page's number. It is an
artifact; what it leads to is said once, by the code in the head of the first page.
"""

from typing import Any, NamedTuple

from export.note.formats import Format
from export.paper import artifacts, qr
from export.patches.boxes import page_boxes

_MM = 72 / 25.4
_TO_POINTS = 0.75
_BLACK = "0 g"
# The modules of a side, up to which an address of 61 signs fits (version 3, ISO/IEC 18004, table 7).
_USUAL = 29


# From here on a margin is for the hand.
_HAND = 40 * _MM
# And a page is on its side; it is bound at its head or, on the left, at its foot.
_ON_ITS_SIDE = 250 * _MM


class Text(NamedTuple):
    """How wide a page is, and where its text begins and ends, in points; whether it is a left one.

    `has_holes`: nothing stands near the edge at which it is bound, on a left page the right one.
    """

    width: float
    left: float
    right: float
    is_left: bool = False
    has_holes: bool = False


class Place(NamedTuple):
    """The lower left corner of a code, and its side, in points from that of the page."""

    left: float
    up: float
    side: float


def address(edition: str, number: int) -> str:
    """What the code of a page holds. Capitals alone: each takes five and a half bits instead of eight."""
    return f"{edition}/{number}"


def place(shape: Format, page: Text, modules: int) -> Place:
    """Where the code of a page stands, so that printers reach it and no text is near."""
    if shape is Format.POCKET:  # no margin is wide enough, and the foot is 17 mm high
        side = (11 if modules <= _USUAL else 12) * _MM
        return Place(page.left if page.is_left else page.right - side, 15.6 * _MM - side, side)
    side = (12 if modules <= _USUAL else 14) * _MM
    margin = page.width - page.right
    up = 21 * _MM if page.has_holes and page.width > _ON_ITS_SIDE else 20.5 * _MM - side
    if margin > _HAND:
        return Place(page.right + 7 * _MM, up, side)
    if page.has_holes and page.is_left:
        return Place(page.left - 0.35 * (page.left - side) - side, up, side)
    return Place(page.right + 0.35 * (margin - side), up, side)


def commands(address: str, shape: Format, page: Text) -> str:
    """One path, for the content of a page."""
    path, modules = qr.path(address)
    left, up, side = place(shape, page, modules)
    module = side / modules
    return f"{_BLACK} {module:.5f} 0 0 {module:.5f} {left:.2f} {up:.2f} cm {path} f"


def draw(document: Any, pdf: Any, edition: str, shape: Format, *, has_holes: bool) -> None:
    """For a finisher of WeasyPrint's `write_pdf`. The first page has its code in its head."""
    for number, box in enumerate(page_boxes(document)):
        if number == 0 or box.page_type.blank:
            continue
        left, right = box.content_box_x(), box.content_box_x() + box.width
        width, left, right = (side * _TO_POINTS for side in (box.margin_width(), left, right))
        page = Text(width, left, right, is_left=box.page_type.side == "left", has_holes=has_holes)
        artifacts.add(pdf, number, commands(address(edition, number + 1), shape, page), "Pagination")
