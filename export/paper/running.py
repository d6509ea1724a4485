"""Running heads and feet: title, chapter and classification, cut to the room that they have side by side.

They are cut here and not by `text-overflow`: each ellipsis of the print, copied, would be the words that
WeasyPrint has cut away.
"""

import html
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont

from export.note.brief import Brief
from export.note.formats import Format, TextSize
from export.note.labels import labels
from export.paper.masthead import typeset_line

_MM: Final = 72 / 25.4
# How wide the lines of a page are, and the size of letters in its margins, as the style sheets have them.
_WIDTHS: Final = {Format.NOTE: 136 * _MM, Format.LARGE: 170 * _MM, Format.POCKET: 120 * _MM}
_SIZES: Final = {
    TextSize.NORMAL: {Format.NOTE: 8.1, Format.LARGE: 16.0, Format.POCKET: 7.0},
    TextSize.LARGER: {Format.NOTE: 9.0, Format.LARGE: 18.0, Format.POCKET: 7.8},
}
_REGULAR, _BOLD = "SourceSans3-Regular.ttf", "SourceSans3-Bold.ttf"
# Parts of the line; points.
_MOST_CLASSIFICATION, _MOST_TITLE, _BETWEEN = 0.4, 0.55, 5 * _MM
_BEFORE_CHAPTER: Final = " —\u00a0"
_HEADING: Final = re.compile(r'<h2\b[^>]*? data-label="([^"]*)"')
# A word is cut where its end would leave more of the room empty.
_FULL: Final = 0.75


def running(brief: Brief, *, has_chapters: bool) -> dict[str, str]:
    """What the pages of a note say in their margins; `whole` is for formats with one place at the foot."""
    say = labels(brief.lang)
    edition = f"{say['edition']} {brief.edition}" if brief.edition else ""
    printed = " · ".join(filter(None, (edition, brief.version, brief.printed)))
    number = f"{say['copy']} {brief.copy_number:02d}" if brief.copy_number else ""
    copy = " — ".join(filter(None, (number, brief.recipient)))
    whose = list(filter(None, (brief.classification, copy)))
    return {
        "title": _title(brief, has_chapters=has_chapters),
        "classification": _classification(brief),
        "left": "\n".join(typeset_line(line, brief) for line in whose or [printed]),
        "middle": typeset_line(printed, brief) if whose else "",
        "whole": "\n".join(typeset_line(line, brief) for line in filter(None, (" · ".join(whose), printed))),
        "margin": say["margin"],
    }


def with_chapters(text: str, brief: Brief) -> str:
    """The HTML of a note whose chapters have the name that fits beside its title."""
    room = _room(brief) - _width(_title(brief, has_chapters=True) + _BEFORE_CHAPTER, brief)

    def named(heading: re.Match[str]) -> str:
        name = html.escape(_BEFORE_CHAPTER + _cut(html.unescape(heading[1]), room, brief))
        return f'{heading[0]} data-chapter="{name}"'

    return _HEADING.sub(named, text)


def _title(brief: Brief, *, has_chapters: bool) -> str:
    room = _room(brief) * (_MOST_TITLE if has_chapters else 1)
    return _cut(typeset_line(brief.title, brief), room, brief)


def _classification(brief: Brief) -> str:
    room = _line(brief) * _MOST_CLASSIFICATION
    return _cut(typeset_line(brief.classification, brief), room, brief, face=_BOLD)


def _room(brief: Brief) -> float:
    """For title and chapter."""
    said = _classification(brief)
    return _line(brief) - (_width(said, brief, face=_BOLD) + _BETWEEN if said else 0)


def _line(brief: Brief) -> float:
    return _WIDTHS[brief.format]


def _cut(text: str, room: float, brief: Brief, *, face: str = _REGULAR) -> str:
    if _width(text, brief, face=face) <= room:
        return text
    end = len(text)
    while end and _width(f"{text[:end]}…", brief, face=face) > room:
        end -= 1
    whole = text[:end].rpartition(" ")[0]
    is_full = _width(whole, brief, face=face) > _FULL * room
    return f"{(whole if is_full else text[:end]).rstrip(' ,;:')}…"


def _width(text: str, brief: Brief, *, face: str = _REGULAR) -> float:
    """In points; a sign that the face does not have is as wide as it is high, and more."""
    size = _SIZES[brief.text_size][brief.format]
    widths = _widths(face)
    return sum(widths.get(ord(letter), 1.2) for letter in text) * size


@cache
def _widths(face: str) -> Mapping[int, float]:
    with TTFont(Path(str(files("export"))) / "fonts" / face, lazy=True) as font:
        unit = font["head"].unitsPerEm
        return {code: font["hmtx"][name][0] / unit for code, name in font.getBestCmap().items()}
