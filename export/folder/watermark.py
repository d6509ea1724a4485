"""The watermark of a copy: a name across its pages, pale and behind the text.

It is drawn as outlines of letters, as an artifact, when the notes are bound: no note is laid out again.
"""

import math
from functools import cache
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from export.folder.stamps import MM
from export.note.faces import FONTS
from export.paper.streams import stream_of

_PALE = "0.894 0.906 0.925 rg"
# Points; of the page's diagonal; of the height of letters.
_LARGEST, _PART_OF_DIAGONAL, _RISE = 26 * MM, 0.78, 0.33


def watermark(pdf: Pdf, text: str, size: tuple[float, float]) -> Stream | None:
    """A name across a page of `size` points, as a form of outlines: nobody hears, copies or finds it.

    None when the face has none of its letters.
    """
    width, height = size
    outlines, long = _outlines(text)
    if not long:
        return None
    scale = min(_LARGEST, math.hypot(width, height) * _PART_OF_DIAGONAL / long)
    angle = math.atan2(height, width)
    along, across = scale * math.cos(angle), scale * math.sin(angle)
    # Its middle, a third of a letter above the line, comes to the middle of the page.
    left = width / 2 - along * long / 2 + across * _RISE
    up = height / 2 - across * long / 2 - along * _RISE
    place = f"{along:.3f} {across:.3f} {-across:.3f} {along:.3f} {left:.2f} {up:.2f} cm"
    return stream_of(
        pdf,
        f"q {_PALE} {place}\n{outlines}f Q\n".encode(),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, round(width, 2), round(height, 2)]),
        Resources=Dictionary(),
    )


def _outlines(text: str) -> tuple[str, float]:
    """Paths of letters one unit high, and how long they are together."""
    face = _face()
    names, glyphs, unit = face.getBestCmap(), face.getGlyphSet(), 1 / face["head"].unitsPerEm
    pen, at = _PathPen(glyphs), 0.0
    for letter in text:
        if ord(letter) not in names:
            continue
        glyph = glyphs[names[ord(letter)]]
        glyph.draw(TransformPen(pen, (unit, 0, 0, unit, at, 0)))
        at += glyph.width * unit
    return "".join(pen.path), at


class _PathPen(BasePen):  # type: ignore[misc]  # fontTools has no types
    """Draws outlines as operators of PDF. ISO 32000-1, 8.5.2."""

    def __init__(self, glyphs: Any) -> None:
        super().__init__(glyphs)
        self.path: list[str] = []

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - fontTools' name
        self.path.append(f"{pt[0]:.4f} {pt[1]:.4f} m\n")

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - fontTools' name
        self.path.append(f"{pt[0]:.4f} {pt[1]:.4f} l\n")

    def _curveToOne(  # noqa: N802 - fontTools' name
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self.path.append(" ".join(f"{value:.4f}" for pt in (pt1, pt2, pt3) for value in pt) + " c\n")

    def _closePath(self) -> None:  # noqa: N802 - fontTools' name
        self.path.append("h\n")


@cache
def _face() -> Any:
    return TTFont(FONTS / "SourceSans3-Semibold.ttf", lazy=True)
