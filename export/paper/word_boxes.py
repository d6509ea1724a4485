"""Word boxes: where each word of a note stands on its pages, and which lines of the Markdown it is of.

Geometry and no words: a passage that is erased leaves nothing here. Points are counted from the upper left
corner of the page, in tenths; lines from 0, in the body of the note, the end not part of them.
"""

import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate, islice, pairwise
from typing import Any, Final, NamedTuple

from fontTools.ttLib import TTFont

from export.paper.tables.sideways import TURNED
from export.patches.boxes import page_boxes

LINES: Final = "data-lines"
_VERSION = 1
_HEAD = struct.Struct("<BIH")
_TENTHS_A_PIXEL = 7.5
_WORD = re.compile(r"\S+")
_COLUMNS = 6
_MOST = 0xFFFF


class Word(NamedTuple):
    """One word. `start` and `end` are the lines of its block."""

    start: int
    end: int
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WordBoxes:
    """Those of each page, in reading order; `lines` is how many lines the body had."""

    pages: tuple[tuple[Word, ...], ...]
    lines: int

    def blocks_on(self, number: int) -> list[tuple[int, int]]:
        """The lines of the blocks that stand on a page, counted from 1, each once."""
        return sorted({(word.start, word.end) for word in self.pages[number - 1]})

    def to_bytes(self) -> bytes:
        """Column by column, as differences where those are small, packed."""
        words = [word for page in self.pages for word in page]
        columns = list(zip(*words, strict=True)) if words else [()] * _COLUMNS
        starts, ends, lefts, tops, widths, heights = columns
        longs = [end - start for start, end in zip(starts, ends, strict=True)]
        counts = [len(page) for page in self.pages]
        data = _HEAD.pack(_VERSION, self.lines, len(counts)) + _packed(counts)
        for column in (_differences(starts), longs, lefts, _differences(tops), widths, heights):
            data += _packed(column)
        return zlib.compress(data, 9)

    @staticmethod
    def from_bytes(raw: bytes) -> "WordBoxes":
        """Raises ValueError where another version wrote it."""
        data = zlib.decompress(raw)
        version, lines, pages = _HEAD.unpack_from(data)
        if version != _VERSION:
            raise ValueError(f"expected version {_VERSION} of word boxes, got {version}")
        numbers = struct.iter_unpack("<i", data[_HEAD.size :])
        counts = _taken(numbers, pages)
        starts, longs, lefts, tops, widths, heights = (_taken(numbers, sum(counts)) for _ in range(_COLUMNS))
        starts, tops = list(accumulate(starts)), list(accumulate(tops))
        ends = [start + long for start, long in zip(starts, longs, strict=True)]
        words = map(Word, starts, ends, lefts, tops, widths, heights)
        return WordBoxes(pages=tuple(tuple(islice(words, count)) for count in counts), lines=lines)


def pages_in(raw: bytes) -> int:
    """How many pages packed boxes are of."""
    _, _, pages = _HEAD.unpack_from(zlib.decompress(raw))
    return int(pages)


def boxes_of(document: Any, body: str) -> WordBoxes:
    """Of a note that WeasyPrint has laid out. What is in no block of the body, as the head, is left out."""
    pages = tuple(tuple(_words(page, None)) for page in page_boxes(document))
    return WordBoxes(pages=pages, lines=body.count("\n"))


def _words(box: Any, lines: tuple[int, int] | None) -> Iterator[Word]:
    if box.element is not None and (said := box.element.get(LINES)):
        start, _, end = said.partition("-")
        lines = int(start), int(end)
    if lines is not None and (text := getattr(box, "text", "")):
        yield from _in_text(box, text, lines)
    is_turned = box.element is not None and TURNED in box.element.get("class", "").split()
    for child in getattr(box, "children", ()):
        words = _words(child, lines)
        yield from (_turned(word, box) for word in words) if is_turned else words


def _turned(word: Word, box: Any) -> Word:
    """Where a word is drawn that stands in a block whose head is at the left."""
    left, top = _tenths(box.position_x), _tenths(box.position_y)
    foot = top + _tenths(box.width) - (word.left - left)
    return word._replace(
        left=left + word.top - top, top=foot - word.width, width=word.height, height=word.width
    )


def _in_text(box: Any, text: str, lines: tuple[int, int]) -> Iterator[Word]:
    """A run of text is as wide as it is drawn; what its letters have of that, the widths of a face tell."""
    widths = _widths().__getitem__
    stretch = box.justification_spacing * text.count(" ")
    natural = sum(map(widths, text)) or 1
    scale = (box.width - stretch) / natural
    top, height = _tenths(box.position_y), _tenths(box.height)
    at, left = 0, box.position_x
    for found in _WORD.finditer(text):
        between = text[at : found.start()]
        left += scale * sum(map(widths, between)) + box.justification_spacing * between.count(" ")
        width = scale * sum(map(widths, found[0]))
        yield Word(*lines, _tenths(left), top, _tenths(width), height)
        left, at = left + width, found.end()


def _tenths(pixels: float) -> int:
    return min(_MOST, max(0, round(pixels * _TENTHS_A_PIXEL)))


class _Widths(dict[str, int]):
    """Of letters, in units of their face; one that it lacks is as wide as an n."""

    def __missing__(self, letter: str) -> int:
        return self["n"]


@cache
def _widths() -> _Widths:
    """Those of the face of the text: of another face, that is wider or narrower, they are in proportion."""
    face = TTFont(str(files("export") / "fonts" / "SourceSerif4-Regular.ttf"), lazy=True)
    advances = face["hmtx"].metrics
    return _Widths({chr(code): advances[name][0] for code, name in face.getBestCmap().items()})


def _differences(values: Sequence[int]) -> list[int]:
    return [after - before for before, after in pairwise([0, *values])]


def _packed(column: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(column)}i", *column)


def _taken(numbers: Iterator[tuple[int]], count: int) -> list[int]:
    return [value for (value,) in islice(numbers, count)]
