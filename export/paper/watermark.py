"""The watermark of a note: a name across each page, pale and behind the text.

It is the page's background, so that no screen reader says it, and drawn as outlines of letters, so that
nobody who copies or searches the text meets it.
"""

import html
import math
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from export.note.formats import Format

_FACE = Path(str(files("export"))) / "fonts" / "SourceSans3-Semibold.ttf"
# Millimetres.
_SHEETS = {Format.NOTE: (210, 297), Format.LARGE: (210, 297), Format.POCKET: (148, 210)}
_LARGEST, _PART_OF_DIAGONAL = 26.0, 0.78
_PALE = "#e4e7ec"


def watermark(text: str, shape: Format, *, is_on_its_side: bool = False) -> bytes:
    """SVG as large as the sheet."""
    width, height = reversed(_SHEETS[shape]) if is_on_its_side else _SHEETS[shape]
    outlines, long = _outlines(text)
    size = min(_LARGEST, math.hypot(width, height) * _PART_OF_DIAGONAL / long)
    angle = -math.degrees(math.atan2(height, width))
    place = (
        f"translate({width / 2:g} {height / 2:g}) rotate({angle:.2f}) scale({size:.3f})"
        f" translate({-long / 2:.4f} 0.33)"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}mm"'
        f' height="{height}mm"><g transform="{place}" fill="{_PALE}">{outlines}</g></svg>'
    ).encode()


def _outlines(text: str) -> tuple[str, float]:
    """Shapes one unit high, and how long they are; a script that the face does not have stays text."""
    face = _face()
    names, glyphs, unit = face.getBestCmap(), face.getGlyphSet(), 1 / face["head"].unitsPerEm
    if any(ord(letter) not in names for letter in text):
        long = 0.6 * len(text)
        return f'<text font-size="1" font-family="Source Sans 3">{html.escape(text)}</text>', long
    pen, at = SVGPathPen(glyphs, ntos=lambda value: f"{value:.4f}"), 0.0
    for letter in text:
        glyph = glyphs[names[ord(letter)]]
        glyph.draw(TransformPen(pen, (unit, 0, 0, -unit, at, 0)))
        at += glyph.width * unit
    return f'<path d="{pen.getCommands()}"/>', at


@cache
def _face() -> Any:
    return TTFont(_FACE, lazy=True)
