"""A brief: one note and how it is printed, read from its Markdown."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from export.languages import DEFAULT
from export.note import frontmatter
from export.note.card import FIELDS, LINES, Fields, Kind
from export.note.comments import Thread
from export.note.formats import Format, TextSize
from export.note.labels import day, labels, moment
from export.note.language import language
from export.note.limits import clean
from export.note.title import cut_title, first_words, plain
from export.note.typography import typeset

WORDS_A_MINUTE = 220
# In a file the title is a heading; language and pages are written only where they say something.
_SAID_OTHERWISE = frozenset({"title", "lang", "budget"})
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief(Fields):
    """A note to print, and its options. `body` is Markdown without the card and without the title's heading.

    Without a title (`has_title`) `title` is what the note is called: its first words, which no head repeats.
    `previous` is the Markdown of the edition before, whose changes get bars in the margin, and
    `previous_edition` its number, where it has one; `images` are bytes by the ID that
    `![description](image/ID)` names; `budget` is the most pages that were asked for, `pages_wanted` the same
    of this print, where it says something: 0 for as many as it fills, set as usual. `first_page` is what its
    first page counts as, in a pochette. Only the format note has a margin for the hand, and only a long note
    contents; without `has_pictures` its pictures are left out, and charts stay. `lists_addresses` puts those
    of its links behind it, `numbers_paragraphs` numbers in the margin. `has_holes` keeps the binding edge
    free for a ring binder, but for the pocket: the left one, on left pages the right one, unless it
    `is_one_sided`. `threads` are the comments that go along, in their order, with places in `body`. `origin`
    is put before the own addresses of notes; None where nobody could follow them. `offset` (UTC−4) is named
    beside `printed_at` where its clock is not the team's. `pages_url` is the address of its edition, to which
    the code of each page adds its number; `url` is then that of the first page. `has_source` attaches the
    Markdown to the PDF: it says what no page shows.
    """

    title: str
    has_title: bool = True
    body: str
    printed_at: datetime
    offset: str = ""
    lang: str = DEFAULT
    date: str = ""
    version: str = ""
    url: str = ""
    pages_url: str = ""
    code: str = ""
    format: Format = Format.NOTE
    booklet: bool = False
    text_size: TextSize = TextSize.NORMAL
    has_cover: bool = False
    has_hand_margin: bool = True
    has_contents: bool = True
    has_pictures: bool = True
    lists_addresses: bool = False
    numbers_paragraphs: bool = False
    has_holes: bool = False
    is_one_sided: bool = False
    pages_wanted: int | None = None
    edition: int | None = None
    recipient: str = ""
    copy_number: int | None = None
    watermark: str = ""
    previous: str = ""
    previous_edition: int | None = None
    first_page: int = 1
    threads: tuple[Thread, ...] = ()
    origin: str | None = None
    has_source: bool = True
    # A mapping has no hash; two briefs that differ in it are still not equal.
    images: Mapping[str, bytes] = field(default_factory=dict, hash=False)

    @property
    def said_title(self) -> str:
        """The title as a comparison reads it; empty for a note that is named by its first words."""
        return typeset(clean(self.title), self.lang) if self.has_title else ""

    @property
    def minutes(self) -> int:
        """How long it takes to read, at least one minute."""
        return max(1, round(len(re.findall(r"\w+", self.body)) / WORDS_A_MINUTE))

    @property
    def most_pages(self) -> int | None:
        """What its print is to fit in; 0 where nothing is to be set closer, None where nobody asked."""
        return self.budget if self.pages_wanted is None else self.pages_wanted

    @property
    def printed(self) -> str:
        """When it is printed, in words: 11 mars 2017, 18 h 40; with its offset where it has one."""
        said = moment(self.printed_at, self.lang)
        return f"{said} ({self.offset})" if self.offset else said

    @property
    def markdown(self) -> str:
        """The note as a file: card, title, body."""
        card = {name: getattr(self, name) for name in frontmatter.NAMES if name not in _SAID_OTHERWISE}
        if self.lang != DEFAULT:
            card["lang"] = self.lang
        if self.budget:
            card["budget"] = str(self.budget)
        heading = f"# {self.title}\n\n" if self.has_title else ""
        return clean(frontmatter.write(card, heading + self.body))


def read_brief(
    markdown: str,
    *,
    printed_at: datetime,
    authors: tuple[str, ...] = (),
    url: str = "",
    code: str = "",
    version: str = "",
) -> Brief:
    """The brief of a note; what its card says wins over what the server knows. Raises BadCard."""
    card, text = frontmatter.read(clean(markdown))
    said = {field: value for field, names in frontmatter.NAMES.items() if (value := _first(card, names))}
    heading, body = cut_title(text)
    lang = _one_line(said.get("lang", "")).lower() or language(text)
    title = plain(_one_line(said.get("title", ""))) or heading
    if heading and heading != title:
        body = text
    lists: dict[str, Any] = {
        one.name: _list(said.get(one.name, ())) for one in FIELDS if one.kind is Kind.NAMES
    }
    lists["authors"] = lists["authors"] or authors
    lines: dict[str, Any] = {name: _one_line(said.get(name, "")) for name in ("status", *LINES)}
    return Brief(
        title=title or first_words(body) or labels(lang)["untitled"],
        has_title=bool(title),
        body=body,
        printed_at=printed_at,
        lang=lang if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})?", lang) else DEFAULT,
        date=_date(_one_line(said.get("date", "")), lang),
        version=_one_line(said.get("version", version)),
        budget=_count(_one_line(said.get("budget", ""))),
        url=url,
        code=code,
        **lines,
        **lists,
    )


def _first(card: frontmatter.Card, names: tuple[str, ...]) -> str | tuple[str, ...]:
    written = {name.lower(): value for name, value in card.items()}
    return next((written[name] for name in names if written.get(name)), "")


def _list(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


def _one_line(value: str | tuple[str, ...]) -> str:
    text = value if isinstance(value, str) else ", ".join(value)
    return " ".join(text.split())


def _count(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[1-9]\d{0,2}", text) else None


def _date(text: str, lang: str) -> str:
    if not _ISO_DAY.match(text):
        return text
    try:
        return day(datetime.fromisoformat(text), lang)
    except ValueError:
        return text
