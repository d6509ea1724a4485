"""Agenda and message of a pochette on paper: on the cover where they fit, else on a page of their own."""

import html
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from export.dialect.ordinals import raised
from export.folder.agenda import Engagement, engagements
from export.folder.folder import Folder, Note
from export.note import limits
from export.note.formats import Format
from export.note.typography import typeset
from export.note.unbroken import FIXED

LINK: Final = "pochette:note-"
"""The address of a note in the front of its pochette; its number follows."""
LONG_TITLE: Final = 26
# The notes of a line that stand beside it; more stand below it in rows, with their pages up to so many.
_MOST_BESIDE, _MOST_PAGES, _MOST_IN_ROW = 2, 6, 19
# What one cover holds beside its title; the contents hold the rest.
_MOST_ON_COVER, _LEAST_ON_COVER, _MOST_IN_LARGE_PRINT = 12, 4, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sizes:
    """Heights on the cover in mm, as pochette.css sets them."""

    head: float
    agenda: float
    line: float
    around: float
    message: float


_LOOSE: Final = _Sizes(head=88.3, agenda=15.2, line=5.4, around=4.5, message=9.8)
_TIGHT: Final = _Sizes(head=67.3, agenda=12.2, line=5.0, around=2.7, message=5.8)
_FOOT, _FOOT_WITH_CODE, _AIR = 30, 51, 5
_PAGE: Final = 297
_WIDE: Final = 1.4


def set_words(text: str, folder: Folder) -> str:
    """Text as HTML, typeset in the language of the pochette."""
    return html.escape(typeset(limits.clean(text), folder.lang))


def set_of(text: str, note: Note) -> str:
    """Text of a note as HTML, typeset in its own language."""
    return html.escape(typeset(limits.clean(text), note.brief.lang))


def title_of(note: Note) -> str:
    """The title of a note as HTML, with raised ordinals."""
    return raised(set_of(note.brief.title, note), note.brief.lang)


def lang_of(note: Note, folder: Folder) -> str:
    """What says that words are in the language of a note, where that of the pochette is another one."""
    return f' lang="{html.escape(note.brief.lang)}"' if note.brief.lang != folder.lang else ""


def raise_words(text: str, folder: Folder) -> str:
    """HTML with raised ordinals."""
    return raised(text, folder.lang)


def on_cover(folder: Folder) -> int:
    """How many notes the cover lists: none beside an agenda when the contents name them anyhow."""
    is_large = folder.format is Format.LARGE
    if folder.has_contents and (folder.agenda or is_large):
        return 0
    if is_large:
        return _MOST_IN_LARGE_PRINT
    return max(_LEAST_ON_COVER, _MOST_ON_COVER - len(folder.agenda))


def place_of_day(folder: Folder) -> str:
    """Where the agenda and the message stand: `cover`, `tight` for a cover with less air, or `apart`."""
    if not (folder.agenda or folder.message):
        return "cover"
    if folder.format is Format.LARGE:
        return "apart"
    for place, sizes in (("cover", _LOOSE), ("tight", _TIGHT)):
        if _height(folder, sizes) <= _PAGE - _AIR - (_FOOT_WITH_CODE if folder.url else _FOOT):
            return place
    return "apart"


def day(folder: Folder, starts: Sequence[int], say: Mapping[str, str]) -> str:
    """The agenda hour by hour, with the pages on which the notes of a line begin."""
    return f'<p class="head">{say["agenda"]}</p>{_list(folder, starts, say)}' if folder.agenda else ""


def day_apart(folder: Folder, starts: Sequence[int], say: Mapping[str, str]) -> str:
    """The same and the message, as a page of their own."""
    head = f'<h2 class="head" data-label="{say["agenda"]}">{say["agenda"]}</h2>'
    said = head + _list(folder, starts, say) if folder.agenda else ""
    return f'<section class="chapters apart">{said}{message(folder)}</section>'


def message(folder: Folder) -> str:
    """A word to the reader."""
    return f'<p class="message">{set_words(folder.message, folder)}</p>' if folder.message else ""


def _list(folder: Folder, starts: Sequence[int], say: Mapping[str, str]) -> str:
    return f'<ol class="day">{"".join(_row(line, folder, starts, say) for line in _said(folder))}</ol>'


def _said(folder: Folder) -> tuple[Engagement, ...]:
    return engagements(folder.agenda, [note.brief.title for note in folder.notes])


def _row(line: Engagement, folder: Folder, starts: Sequence[int], say: Mapping[str, str]) -> str:
    at = f'<span class="time">{set_words(line.time, folder)}</span>' if line.time else ""
    beside = [f'<span class="aside">{set_words(line.aside, folder)}</span>'] if line.aside else []
    beside += [_led(number, line, folder, starts, say) for number in line.notes]
    place = "below" if _is_below(line) else "state"
    told = f'<span class="{place}">{" ".join(beside)}</span>' if beside else ""
    what = raise_words(set_words(line.what, folder), folder)
    return f'<li><dd>{at}<span class="what">{what}</span> {told}</dd></li>'


def _is_below(line: Engagement) -> bool:
    return len(line.notes) > (0 if line.aside else _MOST_BESIDE)


def _rows_below(line: Engagement) -> int:
    return math.ceil(max(1, len(line.notes)) / _MOST_IN_ROW) if _is_below(line) else 0


def _led(number: int, line: Engagement, folder: Folder, starts: Sequence[int], say: Mapping[str, str]) -> str:
    """The number of a note on the colour of its tab, as a link to where it begins, and that page.

    The page stands behind the link: an element inside of one would be a second link in the PDF.
    """
    note, start = folder.notes[number - 1], starts[number - 1]
    told = f"{set_of(note.brief.title, note)}, {say['page']} {start}"
    page = f"{FIXED}p.{FIXED}{start}" if len(line.notes) <= _MOST_PAGES else ""
    number_on_tab = f'<a class="num" href="{LINK}{number}" title="{told}">{number}</a>'
    return f'<span class="led c{note.colour}">{number_on_tab}{page}</span>'


def _height(folder: Folder, sizes: _Sizes) -> float:
    """About how much of the cover is used, rather too much."""
    high = sizes.head
    high += _lines(folder.name, 25) * 12.9 if len(folder.name) > LONG_TITLE else _lines(folder.name, 19) * 17
    high += sum(_lines(text, 54) * 7.2 + 1.4 for text in below_name(folder))
    if folder.agenda:
        high += sizes.agenda
    for line in _said(folder):
        high += _lines(line.what, 52) * sizes.line + sizes.around + _rows_below(line) * 5.8
    if folder.message:
        high += sizes.message + _lines(folder.message, 52) * 6
    if listed := folder.notes[: on_cover(folder)]:
        rows = len(listed) + len(folder.agenda)
        high += 9 + sum(_lines(note.brief.title, 52) * 5.1 + (3.3 if rows > 7 else 9) for note in listed)
        high += 9 if len(folder.notes) > len(listed) else 0
    return high


def below_name(folder: Folder) -> list[str]:
    """What stands under the name of the pochette."""
    return [line for line in (folder.title if folder.day else "", folder.audience) if line]


def _lines(text: str, characters: int) -> int:
    """On how many lines a text stands of which each holds so many characters, mostly small ones."""
    return math.ceil(sum(_WIDE if one.isupper() else 1 for one in text) / characters)
