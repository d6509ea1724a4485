"""A wide table with few rows stands sideways in an upright page, with text beside it.

Its head is at the left, as on a page on its side. It is laid out as wide as the page is high, and drawn
turned.
"""

from collections.abc import Callable
from typing import Any, Final, NamedTuple
from xml.etree.ElementTree import Element, tostring

from export.note.formats import Format
from export.paper.tables.trials import boxes
from export.patches.boxes import page_boxes

FRAME: Final = "sideways"
TURNED: Final = "turned"
_MM: Final = 96 / 25.4
# CSS pixels: how high an upright page is, and the narrowest column of text beside a table.
_HIGH: Final = {Format.NOTE: 250 * _MM, Format.LARGE: 244 * _MM, Format.POCKET: 176 * _MM}
_TEXT: Final = {Format.NOTE: 72 * _MM, Format.LARGE: 96 * _MM, Format.POCKET: 58 * _MM}
_GAP: Final = 7 * _MM

Lay = Callable[[str], Any]


class SidewaysRoom(NamedTuple):
    """In CSS pixels, how wide a text is, and what of the margin for the hand a table may take."""

    shape: Format
    text: float
    margin: float


def framed(table: Any, room: SidewaysRoom, lay: Lay) -> Any:
    """The table in its frame; None where it leaves no room for text, or is not whole."""
    width, most = _HIGH[room.shape], room.text + room.margin - _TEXT[room.shape] - _GAP
    html = tostring(table, encoding="unicode", method="html")
    high = _height(lay(f'<div data-trial="" style="width: {width:.1f}px">{html}</div>'), width)
    if high is None or high > most:
        return None
    frame = Element("div", {"class": FRAME})
    into = min(room.margin, high)
    frame.set("style", f"width: {high:.1f}px; height: {width:.1f}px; margin-right: {-into:.1f}px")
    inner = Element("div", {"class": TURNED, "style": f"width: {width:.1f}px"})
    inner.set("style", f"width: {width:.1f}px; transform: translate(0, {width:.1f}px) rotate(-90deg)")
    inner.append(table)
    frame.append(inner)
    return frame


def _height(document: Any, width: float) -> float | None:
    """Of a table laid out on trial; None where it is broken, or wider."""
    found = []
    for page in page_boxes(document):
        for trial, _ in boxes(page):
            if trial.element is not None and trial.element.get("data-trial") == "":
                found += [box for box, _ in boxes(trial) if box.is_table_wrapper]
    if len(found) != 1 or found[0].border_width() > width + 1:
        return None
    return float(found[0].border_height())
