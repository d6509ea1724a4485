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

from export.languages import language_of
from export.note.brief import Brief
from export.note.formats import Format, TextSize
from export.note.labels import labels
from export.note.unbroken import JOINER
from export.paper.masthead import typeset_line

_MM: Final = 72 / 25.4
# How wide the lines of a page are, and the size of letters in its margins, as the style sheets have them.
_WIDTHS: Final = {Format.NOTE: 136 * _MM, Format.LARGE: 170 * _MM, Format.POCKET: 120 * _MM}
_SIZES: Final = {
    TextSize.NORMAL: {Format.NOTE: 8.1, Format.LARGE: 16.0, Format.POCKET: 7.0},
    TextSize.LARGER: {Format.NOTE: 9.0, Format.LARGE: 18.0, Format.POCKET: 7.8},
}
_REGULAR, _BOLD = "SourceSans3-Regular.ttf", "SourceSans3-Bold.ttf"
# A part of the line; points.
_MOST_CLASSIFICATION, _BETWEEN = 0.4, 5 * _MM
_BEFORE_CHAPTER: Final = " —\u00a0"
_HEADING: Final = re.compile(r'<h2\b[^>]*? data-label="([^"]*)"')
# No head ends with one of these either.
_OWNERS: Final = frozenset(
    {"son", "sa", "ses", "leur", "leurs", "notre", "nos", "how", "its", "our", "their"}
)
_MARKS_OF_END: Final = " \u00a0\u202f,;:.–—-«(“"


def running(brief: Brief) -> dict[str, str]:
    """What the pages of a note say in their margins; `whole` is for formats with one place at the foot."""
    say = labels(brief.lang)
    edition = f"{say['edition']} {brief.edition}" if brief.edition else ""
    printed = " · ".join(filter(None, (edition, brief.version, brief.printed)))
    number = f"{say['copy']} {brief.copy_number:02d}" if brief.copy_number else ""
    copy = " — ".join(filter(None, (number, brief.recipient)))
    whose = list(filter(None, (brief.classification, copy)))
    return {
        "classification": _classification(brief),
        "left": "\n".join(typeset_line(line, brief) for line in whose or [printed]),
        "middle": typeset_line(printed, brief) if whose else "",
        "whole": "\n".join(typeset_line(line, brief) for line in filter(None, (" · ".join(whose), printed))),
        "margin": say["margin"],
    }


def before_chapters(brief: Brief) -> str:
    """What the head of a page says that begins before the first chapter."""
    return _cut(typeset_line(brief.title, brief), _room(brief), brief)


def with_chapters(text: str, brief: Brief) -> str:
    """The HTML of a note whose chapters say the head of the pages that begin in them."""

    def named(heading: re.Match[str]) -> str:
        said = html.escape(_beside_title(html.unescape(heading[1]), brief))
        return f'{heading[0]} data-head="{said}"'

    return _HEADING.sub(named, text)


def _beside_title(chapter: str, brief: Brief) -> str:
    """Title and chapter; where they are too long, each has the part of the room that it needs of both."""
    title, room = typeset_line(brief.title, brief), _room(brief)
    if not chapter or _plain(title).startswith(_plain(chapter)):
        return _cut(title, room, brief)
    room -= _width(_BEFORE_CHAPTER, brief)
    needs = _width(title, brief), _width(chapter, brief)
    half = room / 2
    of_title = room - needs[1] if needs[1] < half else max(room * needs[0] / sum(needs), min(needs[0], half))
    shown = _cut(title, of_title, brief)
    other = _cut(chapter, room - _width(shown, brief), brief)
    # A word that was cut away leaves room to the other one.
    return _cut(title, room - _width(other, brief), brief) + _BEFORE_CHAPTER + other


def _plain(text: str) -> str:
    return " ".join(text.replace(JOINER, "").split()).rstrip(" ?!.")


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
    """Behind a word, and not behind an article or a preposition; in a word only where it is the first."""
    if _width(text, brief, face=face) <= room:
        return text
    small = {*language_of(brief.lang).title_words, *language_of(brief.lang).small_words, *_OWNERS}
    words = text.split(" ")
    for count in range(len(words) - 1, 0, -1):
        shown = f"{' '.join(words[:count]).rstrip(_MARKS_OF_END)}…"
        if count > 1 and words[count - 1].casefold() in small:
            continue
        if any(map(str.isalpha, shown)) and _width(shown, brief, face=face) <= room:
            return shown
    end = len(text)
    while end and _width(f"{text[:end]}…", brief, face=face) > room:
        end -= 1
    return f"{text[:end].rstrip(_MARKS_OF_END)}…"


def _width(text: str, brief: Brief, *, face: str = _REGULAR) -> float:
    """In points; a sign that the face does not have is as wide as it is high, and more."""
    size = _SIZES[brief.text_size][brief.format]
    widths = _widths(face)
    return sum(widths.get(ord(letter), 1.2) for letter in text if letter != JOINER) * size


@cache
def _widths(face: str) -> Mapping[int, float]:
    with TTFont(Path(str(files("export"))) / "fonts" / face, lazy=True) as font:
        unit = font["head"].unitsPerEm
        return {code: font["hmtx"][name][0] / unit for code, name in font.getBestCmap().items()}
