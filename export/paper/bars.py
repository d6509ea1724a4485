"""Change bars in the margin beside what is new since the edition before, ticks where something was taken out.

They are drawn over laid-out pages as artifacts (ISO 32000-1, 14.8.2.2), at one distance from the text however
deep the changed block stands.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from export.paper import artifacts
from export.patches.boxes import page_boxes

# CSS pixels: 96 an inch.
_MM = 96 / 25.4
_TO_POINTS = 0.75
_AWAY, _THICK, _TICK, _GAP = 4.5 * _MM, 0.75 * _MM, 2.6 * _MM, 2.4 * _MM
_COLOUR = "0.114 0.247 0.447 rg"
_CHANGED, _REMOVED, _REMOVED_AFTER = "changed", "removed", "removed-after"


class _Place(NamedTuple):
    top: float
    bottom: float


def draw(document: Any, pdf: Any) -> None:
    """For a finisher of WeasyPrint's `write_pdf`."""
    boxes = page_boxes(document)
    ticks = _ticks(boxes)
    for number, box in enumerate(boxes):
        left = box.content_box_x() - _AWAY
        shapes = [(left, bar.top, _THICK, bar.bottom - bar.top) for bar in _bars(box)]
        shapes += [(left, at - _THICK / 2, _TICK, _THICK) for sheet, at in ticks if sheet == number]
        if shapes:
            commands = " ".join(_rectangle(*shape, document.pages[number].height) for shape in shapes)
            artifacts.add(pdf, number, f"{_COLOUR} {commands} f")


def _bars(page: Any) -> list[_Place]:
    """One for lines that follow each other."""
    out: list[_Place] = []
    for _, place in sorted(_places(page, _CHANGED), key=lambda found: found[1]):
        if out and place.top - out[-1].bottom < _GAP:
            out[-1] = _Place(out[-1].top, max(out[-1].bottom, place.bottom))
        else:
            out.append(place)
    return out


def _ticks(pages: list[Any]) -> list[tuple[int, float]]:
    """Page and height: over the first line after what was taken out, or under the last line before it."""
    before: dict[int, tuple[int, float]] = {}
    after: dict[int, tuple[int, float]] = {}
    for number, page in enumerate(pages):
        for ident, place in _places(page, _REMOVED):
            before.setdefault(ident, (number, place.top))
        for ident, place in _places(page, _REMOVED_AFTER):
            after[ident] = (number, place.bottom)
    return [*before.values(), *after.values()]


def _places(page: Any, name: str) -> Iterator[tuple[int, _Place]]:
    for box in page.descendants():
        is_ours = box.element is not None and box.element_tag in {"span", "div"}
        if is_ours and name in box.element.get("class", "").split():
            top = box.border_box_y()
            yield id(box.element), _Place(top, top + box.border_height())


def _rectangle(left: float, top: float, width: float, height: float, page_height: float) -> str:
    """In points from the foot of the page."""
    sides = (left, page_height - top - height, width, height)
    return " ".join(f"{side * _TO_POINTS:.2f}" for side in sides) + " re"
