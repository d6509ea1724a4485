"""A pochette as one e-book: its agenda or its notes as contents, then each note a chapter."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from export.folder.agenda import Engagement, engagements
from export.folder.day import below_name
from export.folder.folder import Folder, Note
from export.languages import language_of
from export.note import limits
from export.note.labels import moment
from export.note.typography import typeset
from export.office.ast import Node, Nodes, attributes, element, paragraph, words
from export.office.book import Book, bound
from export.office.book_cover import book_cover
from export.office.charts import drawn_in_points
from export.office.covers import Line
from export.office.pandoc import API_VERSION, Run, directly
from export.office.tree import blocks_of

# Headings of a note stand one level below its title, which begins a chapter; the list names titles alone.
_DEEPER, _DEEPEST, _LISTED = 1, 6, 1


def book(folder: Folder, pandoc: Run = directly) -> bytes:
    """An EPUB; nothing in it is of one copy, and links between its notes stay inside. Raises ExportError."""
    limits.check_card([folder.title, folder.audience, folder.classification, folder.message, *folder.agenda])
    return bound(_tree(folder), _about(folder), folder.closed_at, pandoc)


def _about(folder: Folder) -> Book:
    cover = book_cover(_cover_lines(folder), folder.lang) if folder.has_cover else b""
    return Book(title=folder.name, lang=folder.lang, date=folder.day, cover=cover, depth=_LISTED)


def _cover_lines(folder: Folder) -> list[Line]:
    say = language_of(folder.lang).folder
    below = below_name(folder)
    said = [
        ("-kind", say["day"] if folder.day else say["folder"]),
        ("-title", folder.name),
        ("-deck", " · ".join(below)),
        ("", f"{say['closed']} {moment(folder.closed_at, folder.lang)}"),
        ("-classification", folder.classification),
    ]
    return [(look, typeset(limits.clean(text), folder.lang)) for look, text in said if text]


def _tree(folder: Folder) -> Node:
    chapters = [_Chapter(number, note) for number, note in enumerate(folder.notes, 1)]
    places = {url: one for one in chapters for url in one.note.urls}
    blocks = _contents(folder)
    for one in chapters:
        blocks += one.blocks(places)
    meta = {
        "title": element("MetaInlines", words(typeset(folder.name, folder.lang))),
        "lang": element("MetaString", folder.lang),
    }
    if folder.day:
        meta["date"] = element("MetaInlines", words(folder.day))
    return {"pandoc-api-version": list(API_VERSION), "meta": meta, "blocks": blocks}


def _contents(folder: Folder) -> Nodes:
    """The agenda with its hours where there is one, each line with the notes it is about; then all notes."""
    say = language_of(folder.lang).folder
    titles = [note.brief.title for note in folder.notes]
    notes = [[paragraph([_link_to(number, folder)])] for number in range(1, len(folder.notes) + 1)]
    listed = [element("OrderedList", [1, element("Decimal"), element("Period")], notes)] if notes else []
    lines = [_line(one, folder) for one in engagements(folder.agenda, titles)]
    agenda = [element("BulletList", lines)] if lines else []
    message = [paragraph(_said(folder.message, folder.lang))] if folder.message else []
    head = say["agenda"] if lines else say["contents"]
    again = [element("Header", 2, attributes(), words(say["contents"]))] if lines and notes else []
    return [element("Header", 1, attributes("contents", name="contents"), words(head)),
            *message, *agenda, *again, *listed]  # fmt: skip


def _line(one: Engagement, folder: Folder) -> Nodes:
    aside = f" ({one.aside})" if one.aside else ""
    hour = [element("Strong", _said(one.time, folder.lang)), element("Space")] if one.time else []
    below = [[element("Plain", [_link_to(number, folder)])] for number in one.notes]
    said = element("Plain", [*hour, *_said(f"{one.what}{aside}", folder.lang)])
    return [said, *([element("BulletList", below)] if below else [])]


def _link_to(number: int, folder: Folder) -> Node:
    brief = folder.notes[number - 1].brief
    return element("Link", attributes(), _said(brief.title, brief.lang), [f"#{_name(number)}", ""])


def _said(text: str, lang: str) -> Nodes:
    return words(typeset(limits.clean(text), lang))


def _name(number: int) -> str:
    """Of the chapter of a note; no heading's name of a note begins so."""
    return f"note-{number}"


@dataclass(frozen=True, slots=True)
class _Chapter:
    number: int
    note: Note

    def blocks(self, places: "Mapping[str, _Chapter]") -> Nodes:
        brief = self.note.brief
        read = blocks_of(brief, drawn_in_points)
        title = element(
            "Header", 1, attributes(name=_name(self.number), lang=brief.lang), _said(brief.title, brief.lang)
        )
        about = ", ".join(brief.authors)
        line = " · ".join(filter(None, (about, brief.date)))
        card = [element("Div", attributes("card"), [paragraph(_said(line, brief.lang))])] if line else []
        deck = [element("Div", attributes("deck"), [paragraph(_said(brief.deck, brief.lang))])]
        return [title, *(deck if brief.deck else []), *card, *_mapped(read, self._placed(places))]

    def _placed(self, places: "Mapping[str, _Chapter]") -> Callable[[Node], Node]:
        """Headings deeper and named after the chapter; links to notes of the book lead to their chapters."""

        def place(node: Node) -> Node:
            if node["t"] == "Header":
                level, (name, classes, pairs), inlines = node["c"]
                about = [self._within(name) if name else "", classes, pairs]
                return element("Header", min(level + _DEEPER, _DEEPEST), about, inlines)
            if node["t"] == "Link":
                about, inlines, (address, title) = node["c"]
                return element("Link", about, inlines, [self._address(address, places), title])
            return node

        return place

    def _address(self, address: str, places: "Mapping[str, _Chapter]") -> str:
        if address.startswith("#"):
            return f"#{self._within(address[1:])}"
        url = address.partition("#")[0].partition("?")[0]
        other = places.get(url)
        return f"#{_name(other.number)}" if other else address

    def _within(self, name: str) -> str:
        return f"{_name(self.number)}-{name}"


def _mapped(value: Any, change: Callable[[Node], Node]) -> Any:
    """Each element of pandoc's tree changed, the innermost first."""
    if isinstance(value, list):
        return [_mapped(inside, change) for inside in value]
    if isinstance(value, dict):
        inside = {name: _mapped(part, change) for name, part in value.items()}
        return change(inside) if "t" in inside else inside
    return value
