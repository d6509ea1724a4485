"""Each letter of a print: how large it is, and how far its colour is from what is behind it.

PDFium reads sizes and colours from the file and draws what is behind; it knows nothing of the layout.
"""

import math
from collections.abc import Iterator
from ctypes import c_uint
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

_SCALE = 2.0
# Of sRGB (WCAG 2.2, relative luminance).
_LINEAR, _DARK, _GAMMA = 0.04045, 12.92, 2.4
_WEIGHTS = (0.2126, 0.7152, 0.0722)

Colour = tuple[int, int, int]


class Letter(NamedTuple):
    """Points; the ratio of contrast as WCAG counts it."""

    page: int
    sign: str
    size: float
    contrast: float
    around: str


def letters(pdf: bytes) -> Iterator[Letter]:
    """All that is seen, in the order of drawing; spaces and what is drawn in no colour are left out."""
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, 1):
            drawn = page.render(scale=_SCALE).to_pil().convert("RGB")
            text = page.get_textpage()
            said = text.get_text_range()
            for index in range(text.count_chars()):
                sign = chr(pdfium.FPDFText_GetUnicode(text, index))
                colour = _colour(text, index)
                if sign.strip() and sign.isprintable() and colour is not None:
                    behind = _behind(drawn, page, text.get_charbox(index, loose=True), colour)
                    around = said[max(0, index - 20) : index + 20].replace("\n", " ")
                    yield Letter(number, sign, _size(text, index), contrast(colour, behind), around)
            text.close()
            page.close()


def contrast(one: Colour, other: Colour) -> float:
    """1 to 21."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    return sum(weight * _linear(part / 255) for weight, part in zip(_WEIGHTS, colour, strict=True))


def _linear(part: float) -> float:
    return part / _DARK if part <= _LINEAR else float(pow((part + 0.055) / 1.055, _GAMMA))


def _size(text: pypdfium2.PdfTextPage, index: int) -> float:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
    return round(float(pdfium.FPDFText_GetFontSize(text, index)) * scale, 2)


def _colour(text: pypdfium2.PdfTextPage, index: int) -> Colour | None:
    parts = [c_uint() for _ in range(4)]
    if not pdfium.FPDFText_GetFillColor(text, index, *parts):
        return None
    red, green, blue, alpha = (part.value for part in parts)
    return (red, green, blue) if alpha else None


def _behind(
    drawn: Image.Image, page: pypdfium2.PdfPage, box: tuple[float, float, float, float], own: Colour
) -> Colour:
    """The colour that most of the place of a letter has beside its own; its own where there is no other."""
    left, foot, right, head = box
    high = page.get_height()
    place = [round(at * _SCALE) for at in (left, high - head, right, high - foot)]
    width, height = drawn.size
    left_px, top = max(0, min(place[0], width - 1)), max(0, min(place[1], height - 1))
    part = drawn.crop((left_px, top, max(left_px + 1, place[2]), max(top + 1, place[3])))
    seen = part.getcolors(part.width * part.height) or []
    _, colour = max((many, colour) for many, colour in seen if colour != own or len(seen) == 1)
    assert isinstance(colour, tuple)
    return colour[0], colour[1], colour[2]
