"""Widths of columns in office files: no column is narrower than what its cells cannot break."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from export.note.faces import EM, advance

# Text of a page in millimetres, upright and on its side (export/office/word.py, writer.py).
UPRIGHT, ON_ITS_SIDE = 150.0, 237.0
# Letters of cells in points; the first are those of tables that have room.
SIZES: Final = (9.5, 8.0, 7.0)
_MM_A_POINT: Final = 25.4 / 72
# Left and right of a cell.
_PADDING: Final = 4.4
# Where our faces are not installed, another stands in: DejaVu Sans is the widest of those that programs take.
_STAND_IN: Final = 1.3
# Spaces of faces that stand in are wider still.
_SPACE: Final = 275
# Words may be divided beyond so many letters; numbers never.
_LONGEST_WORD: Final = 12
# Letters beyond which a cell takes more lines rather than more room.
_LONGEST_LINE: Final = 40
_ADDRESS: Final = re.compile(r"://|@|^www\.")
_BREAKS: Final = re.compile(r"[ \n]|(?<=[^\W\d_][-/–—])(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Widths:
    """Shares of the text's width, the place in SIZES, and whether the page has to lie on its side."""

    shares: tuple[float, ...]
    size: int = 0
    is_turned: bool = False


def widths(rows: Sequence[Sequence[Any]], many: int, *, inset: float = 0) -> Widths | None:
    """For rows of cells of inlines; each column gets its floor, and of the rest by what it would like.

    `inset`: what a box around them takes of the page, which then stays upright. None where the widest page is
    too narrow.
    """
    columns = [[_text(row[at]) for row in rows if at < len(row)] for at in range(many)]
    asked = [min(max(map(_width, texts), default=0), _LONGEST_LINE * EM / 2) for texts in columns]
    upright, turned = (((is_turned, None), (is_turned, _LONGEST_WORD)) for is_turned in (False, True))
    for is_turned, longest in upright if inset else (*upright, *turned):
        floors = [max((_floor(text, longest) for text in texts), default=0) for texts in columns]
        for size in range(len(SIZES)):
            room = ON_ITS_SIDE if is_turned else UPRIGHT - inset
            if (shares := _shares(floors, asked, size, room)) is not None:
                return Widths(shares, size, is_turned)
    return None


def even(many: int, *, is_turned: bool) -> Widths:
    """For a table that has no room, and cannot be parted."""
    return Widths((round(1 / many, 4),) * many, len(SIZES) - 1, is_turned)


def _shares(
    floors: Sequence[float], asked: Sequence[float], size: int, room: float
) -> tuple[float, ...] | None:
    """None where the floors alone are wider than the page."""
    mm = SIZES[size] * _MM_A_POINT * _STAND_IN / EM
    least = [floor * mm + _PADDING for floor in floors]
    rest = room - sum(least)
    if rest < 0:
        return None
    more = [max(0.0, wish * mm + _PADDING - floor) for wish, floor in zip(asked, least, strict=True)]
    if not sum(more):
        more = [1.0] * len(least)
    given = [floor + rest * part / sum(more) for floor, part in zip(least, more, strict=True)]
    return tuple(round(width / room, 4) for width in given)


def _floor(text: str, longest: int | None) -> float:
    """The widest piece of a text that no line may break, in thousandths of an em."""
    return max((_width(_kept(piece, longest)) for piece in _BREAKS.split(text)), default=0)


def _kept(piece: str, longest: int | None) -> str:
    """What of a word its line has to hold; an address is divided like a word."""
    is_number = any(map(str.isdecimal, piece)) and not _ADDRESS.search(piece)
    return piece if longest is None or is_number else piece[:longest]


def _width(text: str) -> float:
    """Of its longest line, in thousandths of an em."""
    return max(sum(max(_SPACE, advance(sign, is_bold=True)) for sign in line) for line in text.split("\n"))


def _text(inlines: Any) -> str:
    return "".join(_said(inlines))


def _said(value: Any) -> Iterator[str]:
    """The words of a cell; a note is said elsewhere, its call is as wide as a figure."""
    if isinstance(value, list):
        for inside in value:
            yield from _said(inside)
    elif isinstance(value, dict):
        match value["t"]:
            case "Str":
                yield value["c"]
            case "Code":
                yield value["c"][1]
            case "Space":
                yield " "
            case "LineBreak":
                yield "\n"
            case "Note":
                yield "0"
            case _:
                yield from _said(value.get("c"))
