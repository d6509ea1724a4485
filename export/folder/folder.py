"""A pochette for print: its cover, its notes in order, and the page on which each begins."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from export.dialect.contents import is_long
from export.folder.earlier import Earlier
from export.languages import in_common, language_of
from export.note.brief import Brief
from export.note.card import says_ready
from export.note.formats import Format
from export.note.marks import marks

# One for each tab of eight; each is dark enough for white figures.
COLOURS = ("#1d3f72", "#2f5d50", "#8f3a16", "#5b3a74", "#7a5c12", "#3b4654", "#1f6f8b", "#7d2748")
# To a heading of the note itself, in a line or as a reference.
_WITHIN = re.compile(r"\](?:\(|:\s*)<?#")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One note of a pochette. `colour` is 1..8; `urls` are the addresses by which other notes may name it."""

    brief: Brief
    colour: int = 1
    urls: tuple[str, ...] = ()

    @property
    def is_ready(self) -> bool:
        return says_ready(self.brief.status)

    @property
    def to_check(self) -> int:
        """The number of marks `[à vérifier]`."""
        return len(marks(self.brief.body))


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A pochette to bind. `day` is ISO or ''; `url` is what the QR code on the cover holds.

    `agenda` is what the day holds, as people write it: `7 h 50 Matinale (notes 1 et 4)`. `message` is a word
    to the reader. `edition` and `code` are those of a sheet that knows whether it is still current, and
    `pages_url` its address, to which the code of each page adds its number. `has_sources` attaches the
    Markdown of each note to the PDF. `earlier` is the last one of its recipient, if a page in front is to
    say what has changed since.
    """

    title: str
    notes: tuple[Note, ...]
    closed_at: datetime
    day: str = ""
    audience: str = ""
    classification: str = ""
    has_cover: bool = True
    has_contents: bool = True
    is_two_sided: bool = True
    has_holes: bool = False
    url: str = ""
    pages_url: str = ""
    recipient: str = ""
    copy: int = 0
    agenda: tuple[str, ...] = ()
    message: str = ""
    edition: int = 0
    code: str = ""
    has_sources: bool = True
    earlier: Earlier | None = None

    @property
    def lang(self) -> str:
        """That of its notes, where all have one; else French."""
        return in_common(note.brief.lang for note in self.notes)

    @property
    def has_front(self) -> bool:
        """Whether anything stands before its notes."""
        return self.has_cover or self.has_contents or self.earlier is not None

    @property
    def format(self) -> Format:
        """Large where its notes are; a pochette is not for the pocket."""
        is_large = any(note.brief.format is Format.LARGE for note in self.notes)
        return Format.LARGE if is_large else Format.NOTE

    @property
    def minutes(self) -> int:
        return sum(note.brief.minutes for note in self.notes)

    @property
    def name(self) -> str:
        """The day in words, else the title."""
        return day_in_words(self.day, self.lang) or self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """Pages count from 1, the cover is the first; `starts` are those of the notes."""

    front: int
    starts: tuple[int, ...]
    total: int


def day_in_words(iso: str, lang: str) -> str:
    """Mardi 14 mars 2017; Tuesday 14 March 2017; nothing for no day."""
    if not iso:
        return ""
    return language_of(lang).weekday(datetime.fromisoformat(iso))


def numbering(front: int, notes: Sequence[int], *, is_two_sided: bool) -> Numbering:
    """Where each note begins after so many pages of cover and contents; on two sides always at the right."""
    starts = []
    last = front
    for pages in notes:
        start = last + 1
        if is_two_sided and start % 2 == 0:
            start += 1
        starts.append(start)
        last = start + pages - 1
    return Numbering(front=front, starts=tuple(starts), total=last)


def counted_from(brief: Brief, first: int) -> Brief:
    """A note that says pages of its own counts them from there; others print the same wherever they begin."""
    says_pages = _WITHIN.search(brief.body) or is_long(brief.body, brief.format)
    return replace(brief, first_page=first) if says_pages else brief


def with_page_numbers(brief: Brief, folder: Folder, starts: Sequence[int]) -> Brief:
    """Links to another note of the pochette say on which page it is: `[texte (p. 12)](address)`."""
    body = brief.body
    for note, start in zip(folder.notes, starts, strict=True):
        for url in note.urls:
            if url in body:
                body = re.sub(
                    rf"(?<!!)(\[[^\[\]\n]+)\]\({re.escape(url)}[^)\s]*\)", rf"\1 (p. {start})]({url})", body
                )
    return brief if body == brief.body else replace(brief, body=body)
