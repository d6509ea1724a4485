"""White at the end of pages, read from the file that any printer made: rows of ink, and boxes of letters."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from tests.tools.pages.margins import MM, Area, Margined

# Dots a point. What is paler than this is no ink; the tint of a box is.
_SCALE, _INK = 2, 250
# Heads and feet stand further outside than what reaches over the edge of the text.
_OVER = 3 * MM
# A rule over notes is no higher, and no shorter (part of the text's width); one that all printers' notes have
# is short.
_RULE, _LEAST, _SHORT = 2.0, 0.15, 0.6
# Between the rule and its notes, and between the last of them and the foot of the text.
_BELOW, _TO_THE_FOOT = 24.0, 24.0
_SMALL = 0.93
# No printer reaches nearer to the edge of a sheet.
_EDGE = 3 * MM


@dataclass(frozen=True, slots=True)
class Sheet:
    """`white` is the part of the text area behind its last thing; `outside` are words in the edge."""

    number: int
    width: float
    height: float
    white: float
    outside: tuple[str, ...]

    @property
    def full(self) -> float:
        return 1 - self.white


@dataclass(frozen=True, slots=True)
class _Letter:
    sign: str
    size: float
    left: float
    top: float
    right: float
    bottom: float


def measured(pdf: bytes, margined: Margined) -> list[Sheet]:
    """Every page, from the first."""
    with pypdfium2.PdfDocument(pdf) as document:
        letters = [list(_letters(page)) for page in document]
        sizes = Counter(letter.size for page in letters for letter in page if letter.sign != " ")
        usual = sizes.most_common(1)[0][0] if sizes else 0.0
        return [
            _sheet(number, page, signs, usual, margined)
            for number, (page, signs) in enumerate(zip(document, letters, strict=True), 1)
        ]


def _sheet(
    number: int, page: pypdfium2.PdfPage, letters: Sequence[_Letter], usual: float, margined: Margined
) -> Sheet:
    width, height = page.get_size()
    area = margined.area(width, height)
    runs = list(_runs(page, area))
    end = max((foot for _, foot, _ in runs), default=area.top)
    shown = [letter for letter in letters if letter.sign != " "]
    whites = [area.bottom - end, *_over_notes(runs, shown, usual, area)]
    white = min(1.0, max(0.0, *whites) / area.high)
    return Sheet(number, width, height, white, tuple(_outside(letters, width, height)))


def _runs(page: pypdfium2.PdfPage, area: Area) -> Iterator[tuple[float, float, float]]:
    """Head, foot and width of each run of rows that have ink, in points."""
    drawn = page.render(scale=_SCALE).to_pil().convert("L").point(lambda tone: 255 if tone < _INK else 0)
    top = area.top - _OVER
    box = [round(at * _SCALE) for at in (area.left, top, area.right, area.bottom + _OVER)]
    part = drawn.crop((box[0], box[1], box[2], box[3]))
    _, rows = part.getprojection()
    at = 0
    for has_ink, run in groupby(rows):
        many = len(list(run))
        if has_ink:
            columns, _ = part.crop((0, at, part.width, at + many)).getprojection()
            yield top + at / _SCALE, top + (at + many) / _SCALE, sum(map(bool, columns)) / _SCALE
        at += many


def _over_notes(
    runs: Sequence[tuple[float, float, float]], letters: Sequence[_Letter], usual: float, area: Area
) -> Iterator[float]:
    """The white over each rule that may be that of the notes.

    The rows of a table have rules too: between them is no white that counts.
    """
    if not runs or area.bottom - runs[-1][1] > _TO_THE_FOOT:
        return
    for (_, above, _), (head, foot, wide) in pairwise(runs):
        if foot - head <= _RULE and wide >= area.wide * _LEAST:
            below = [letter for letter in letters if foot <= letter.top < area.bottom + _OVER]
            first = [letter for letter in below if letter.top < foot + _BELOW]
            is_numbered = bool(first) and _begins(first).sign.isdigit()
            is_small = bool(below) and all(letter.size < usual * _SMALL for letter in below)
            if first and (is_numbered or is_small or wide < area.wide * _SHORT):
                yield head - above


def _begins(letters: Sequence[_Letter]) -> _Letter:
    """The first letter of the first of several lines; signs of a line begin at several heights."""
    head = min(letter.top for letter in letters)
    return min((letter for letter in letters if letter.top < head + letter.size), key=lambda one: one.left)


def _outside(letters: Sequence[_Letter], width: float, height: float) -> Iterator[str]:
    """Words that stand in the edge of the sheet, or beyond."""
    for is_word, signs in groupby(letters, lambda letter: letter.sign != " "):
        word = list(signs)
        if is_word and any(
            one.left < _EDGE or one.top < _EDGE or one.right > width - _EDGE or one.bottom > height - _EDGE
            for one in word
        ):
            yield "".join(one.sign for one in word)


def _letters(page: pypdfium2.PdfPage) -> Iterator[_Letter]:
    """In the order of the file; what has no shape is a space."""
    height = page.get_height()
    text = page.get_textpage()
    for index in range(text.count_chars()):
        sign = chr(pdfium.FPDFText_GetUnicode(text, index))
        left, bottom, right, top = text.get_charbox(index)
        shown = sign if sign.strip() and right > left else " "
        yield _Letter(shown, _size(text, index), left, height - top, right, height - bottom)
    text.close()


def _size(text: pypdfium2.PdfTextPage, index: int) -> float:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
    return round(float(pdfium.FPDFText_GetFontSize(text, index)) * scale, 1)
