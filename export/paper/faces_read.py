"""Font faces of a print, read back from its file."""

import ctypes
import re
from collections.abc import Iterator
from functools import cache
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium
from fontTools.ttLib import TTFont

from export.note.faces import FONTS

EMOJI: Final = "Noto Emoji"
_FIRST_PICTURE: Final = "\u2000"
# `ABCDEF+Source-Sans-3-Semi-Bold`: a subset of a face, and its style.
_SUBSET = re.compile(r"[A-Z]{6}\+")
_STYLE = re.compile(r"[ -](Semi-?Bold|Bold|Italic|Oblique|Regular)\b.*|,.*")
_LONGEST_NAME: Final = 256


def faces_in(pdf: bytes, signs: str) -> frozenset[str]:
    """The families in which the signs are set, such as `Source Sans 3`."""
    return frozenset(face for sign, face in _set_in(pdf) if sign in signs)


def foreign_in(pdf: bytes) -> frozenset[tuple[str, str]]:
    """Signs that our faces of text have and another face has set, each with that face.

    Our emoji are no face for figures and letters, and set pictures alone.
    """
    text, signs = _families(), _signs()
    both = text | {EMOJI}
    return frozenset(
        (sign, face)
        for sign, face in _set_in(pdf)
        if sign in signs and face not in (text if sign < _FIRST_PICTURE else both)
    )


def _set_in(pdf: bytes) -> Iterator[tuple[str, str]]:
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text = page.get_textpage()
            for index in range(text.count_chars()):
                sign = chr(pdfium.FPDFText_GetUnicode(text, index))
                if sign.strip():
                    yield sign, _face(text, index)
            text.close()
            page.close()


def _face(text: pypdfium2.PdfTextPage, index: int) -> str:
    name = ctypes.create_string_buffer(_LONGEST_NAME)
    pdfium.FPDFText_GetFontInfo(text, index, name, _LONGEST_NAME, ctypes.c_int())
    written = _SUBSET.sub("", name.value.decode("utf-8", "replace"), count=1)
    return _STYLE.sub("", written).replace("-", " ")


@cache
def _families() -> frozenset[str]:
    return frozenset(_family(TTFont(path)) for path in FONTS.glob("Source*.ttf"))


@cache
def _signs() -> frozenset[str]:
    known = (TTFont(path).getBestCmap() for path in FONTS.glob("Source*.ttf"))
    return frozenset(chr(code) for codes in known for code in codes)


def _family(face: TTFont) -> str:
    return str(face["name"].getDebugName(16) or face["name"].getDebugName(1))
