"""Numbers of paragraphs in the left margin, or in the outer one, beside their first lines.

They are drawn over laid-out pages as artifacts (ISO 32000-1, 14.8.2.2), as the outlines of figures: no line
breaks otherwise for them, they are not copied with the text, and who listens hears it without them.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final, NamedTuple

from fontTools.pens.basePen import BasePen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from export.dialect.paragraph_numbers import NUMBER
from export.note.faces import FONTS
from export.note.formats import Format
from export.paper import artifacts
from export.paper.page import Page
from export.patches.boxes import page_boxes

# CSS pixels: 96 an inch.
_MM: Final = 96 / 25.4
_TO_POINTS: Final = 0.75
# From the text to the end of a number: behind the bars of changes; at the right, where no bars are, to its
# beginning.
_AWAY, _AWAY_RIGHT = 5.6 * _MM, 4 * _MM
# The least sizes of the formats, and inks of which the palest has 6.3 to 1 on white.
_POINTS: Final = {Format.NOTE: 8.0, Format.POCKET: 7.0, Format.LARGE: 16.0}
_INK: Final = {
    Format.NOTE: "0.337 0.376 0.424 rg",
    Format.POCKET: "0.337 0.376 0.424 rg",
    Format.LARGE: "0.173 0.204 0.239 rg",
}


class Place(NamedTuple):
    """A number and the line that it stands on, in CSS pixels from the top of the page."""

    number: str
    baseline: float


def places(document: Any) -> list[list[Place]]:
    """Of each page; a block that runs over has its number where it begins."""
    seen: set[int] = set()
    return [list(_places(page, seen)) for page in page_boxes(document)]


def _places(page: Any, seen: set[int]) -> Iterator[Place]:
    for box in page.descendants():
        number = box.element.get(NUMBER) if box.element is not None else None
        if number is None or id(box.element) in seen:
            continue
        line = next((one for one in box.descendants() if type(one).__name__ == "LineBox"), None)
        if line is not None:
            seen.add(id(box.element))
            yield Place(number, line.position_y + line.baseline)


def draw(document: Any, pdf: Any, sheet: Page) -> None:
    """For a finisher of WeasyPrint's `write_pdf`."""
    shape = sheet.format
    # What is held at its left has room there only where a margin is wide.
    is_outer = shape is Format.POCKET or (shape is Format.LARGE and sheet.has_holes)
    for number, (box, found) in enumerate(zip(page_boxes(document), places(document), strict=True)):
        is_right = is_outer and (sheet.is_one_sided or box.page_type.side == "right")
        edge = box.content_box_x() + (box.width + _AWAY_RIGHT if is_right else -_AWAY)
        height = document.pages[number].height
        drawn = [
            _commands(place.number, edge, height - place.baseline, _POINTS[shape], is_right=is_right)
            for place in found
        ]
        if drawn:
            artifacts.add(pdf, number, f"{_INK[shape]} {' '.join(drawn)}", "Pagination")


def _commands(number: str, edge: float, up: float, points: float, *, is_right: bool) -> str:
    """The number from `edge` on, or up to it; in pixels from the lower left corner of the page."""
    figures = [_figures()[figure] for figure in number]
    width = sum(advance for _, advance in figures) * points
    left = edge * _TO_POINTS - (0 if is_right else width)
    moved = []
    for outline, advance in figures:
        moved.append(f"q {points} 0 0 {points} {left:.2f} {up * _TO_POINTS:.2f} cm {outline} f Q")
        left += advance * points
    return " ".join(moved)


@cache
def _figures() -> dict[str, tuple[str, float]]:
    """Outline and width of each figure, in parts of the size of letters."""
    face = TTFont(FONTS / "SourceSans3-Regular.ttf", lazy=True)
    glyphs, names, scale = face.getGlyphSet(), face.getBestCmap(), 1 / face["head"].unitsPerEm
    figures = {}
    for figure in "0123456789":
        pen = _Pen(glyphs)
        glyph = glyphs[names[ord(figure)]]
        glyph.draw(TransformPen(pen, (scale, 0, 0, scale, 0, 0)))
        figures[figure] = (" ".join(pen.commands), glyph.width * scale)
    return figures


class _Pen(BasePen):  # type: ignore[misc]  # fontTools has no types
    """Path commands of PDF; BasePen makes cubic curves of the face's quadratic ones."""

    def __init__(self, glyphs: Any) -> None:
        super().__init__(glyphs)
        self.commands: list[str] = []

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 -- fontTools'
        self._add("m", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self._add("l", pt)

    def _curveToOne(self, pt1: Any, pt2: Any, pt3: Any) -> None:  # noqa: N802
        self._add("c", pt1, pt2, pt3)

    def _closePath(self) -> None:  # noqa: N802
        self.commands.append("h")

    def _add(self, operator: str, *points: tuple[float, float]) -> None:
        self.commands.append(" ".join([*(f"{value:.4f}" for point in points for value in point), operator]))
