"""The card of a note: its fields, how a file says them, and how far the text has come."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, Final, assert_never

from export.errors import BadCard
from export.languages import LANGUAGES, language_of
from export.note import frontmatter
from export.note.language import language


class Status(StrEnum):
    """How far a note has come on its way to paper."""

    DRAFT = "draft"
    TO_REVIEW = "to-review"
    REVIEWED = "reviewed"
    READY = "ready"


class Kind(StrEnum):
    """How a field is read: one line of text, a list of names, a number of pages, a Status."""

    LINE = "line"
    NAMES = "names"
    PAGES = "pages"
    STATUS = "status"


class Place(StrEnum):
    """Where paper and other files show a field; the strip below the title shows all lines that are of it."""

    TOP = "top"
    DECK = "deck"
    STRIP = "strip"
    MARGIN = "margin"
    NOWHERE = "nowhere"


def _of(kind: Kind, most: int, default: object, place: Place) -> Any:
    return field(default=default, metadata={"kind": kind, "most": most, "place": place})


def _line(place: Place = Place.STRIP, most: int = 120) -> Any:
    return _of(Kind.LINE, most, "", place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """The fields of a card and of what is printed of it. Files, rows, requests and the dialog follow them.

    A further field: see docs/how-to/change.md.
    """

    deck: str = _line(Place.DECK, 300)
    kind: str = _line(Place.TOP)
    theme: str = _line(Place.TOP)
    audience: str = _line()
    classification: str = _line(Place.MARGIN)
    status: str = _of(Kind.STATUS, 1, "", Place.TOP)
    authors: tuple[str, ...] = _of(Kind.NAMES, 20, (), Place.STRIP)
    budget: int | None = _of(Kind.PAGES, 200, None, Place.NOWHERE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """`most` counts the characters of a line, the names of a list, or pages."""

    name: str
    kind: Kind
    most: int
    place: Place


FIELDS: Final = tuple(Field(name=one.name, **one.metadata) for one in fields(Fields))
LINES: Final = tuple(one.name for one in FIELDS if one.kind is Kind.LINE)
ASKED: Final = tuple(
    sorted(FIELDS, key=lambda one: (one.kind is not Kind.LINE, list(Place).index(one.place)))
)
"""As the dialog asks for them: lines as they stand on a sheet, from its top, then the others."""
STRIP: Final = tuple(one.name for one in FIELDS if one.kind is Kind.LINE and one.place is Place.STRIP)
_MOST_PAGES: Final = next(one.most for one in FIELDS if one.kind is Kind.PAGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card(Fields):
    """Without authors, those who have written are named. `other` is what an imported file said besides."""

    status: Status = Status.DRAFT
    other: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict, hash=False)


def status_in(status: Status, lang: str) -> str:
    """As paper and files say it: Relue, Reviewed."""
    return language_of(lang).status[status]


def says_ready(status: str) -> bool:
    """Whether a status that a person has written says that the note is ready for print."""
    return any(status.lower() in one.said_ready for one in LANGUAGES.values())


def take_card(markdown: str) -> tuple[Card, str]:
    """The card at the head of a file, and its text; a title goes into the text. Raises BadCard.

    `Bonne à imprimer` is said of a version that was frozen here: a file from elsewhere is `Relue` at most.
    """
    written, text = frontmatter.read(markdown)
    if not written:
        return Card(), text
    mine = {"title", *(one.name for one in FIELDS)}
    meaning = {name: what for what in mine for name in frontmatter.NAMES[what]}
    said: dict[str, str | tuple[str, ...]] = {}
    for name, value in written.items():
        if what := meaning.get(name.lower()):
            said.setdefault(what, value)
    card = Card(
        **{one.name: _read(one.kind, said.get(one.name, "")) for one in FIELDS},
        other={name: value for name, value in written.items() if name.lower() not in meaning},
    )
    return card, _with_title(_one_line(said.get("title", "")), text)


def with_card(card: Card, text: str, *, says_draft: bool = False) -> str:
    """The text as a file with the card at its head. A card that was typed into the text fills the gaps."""
    try:
        typed, body = frontmatter.read(text)
    except BadCard:
        return text
    values = _values(card, language(body), says_draft=says_draft)
    if not values:
        return text
    taken = {name for what in values for name in frontmatter.NAMES.get(what, (what,))}
    kept = {name: value for name, value in typed.items() if name.lower() not in taken}
    return frontmatter.write({**values, **kept}, body)


def _values(card: Card, lang: str, *, says_draft: bool) -> dict[str, str | tuple[str, ...]]:
    status = status_in(card.status, lang) if says_draft or card.status is not Status.DRAFT else ""
    values: dict[str, str | tuple[str, ...]] = {
        **{one.name: _written(getattr(card, one.name)) for one in FIELDS},
        "status": status,
        **card.other,
    }
    return {what: value for what, value in values.items() if value}


def _read(kind: Kind, said: str | tuple[str, ...]) -> Any:
    match kind:
        case Kind.LINE:
            return _one_line(said)
        case Kind.NAMES:
            return _names(said)
        case Kind.PAGES:
            return _pages(_one_line(said))
        case Kind.STATUS:
            return _status(_one_line(said))
        case unknown:
            assert_never(unknown)


def _written(value: str | tuple[str, ...] | int | None) -> str | tuple[str, ...]:
    return value if isinstance(value, tuple) else str(value or "")


def _one_line(value: str | tuple[str, ...]) -> str:
    return " ".join((value if isinstance(value, str) else ", ".join(value)).split())


def _names(value: str | tuple[str, ...]) -> tuple[str, ...]:
    many = re.split(r"[;,]", value) if isinstance(value, str) else value
    return tuple(name for one in many if (name := " ".join(one.split())))


def _pages(said: str) -> int | None:
    number = int(said) if re.fullmatch(r"[0-9]{1,4}", said) else 0
    return number if 1 <= number <= _MOST_PAGES else None


def _status(said: str) -> Status:
    """By its own name or as paper says it; what is not one of ours says nothing."""
    for status in Status:
        names = {status.value, *(one.status[status].lower() for one in LANGUAGES.values())}
        if said.lower() in names:
            return Status.REVIEWED if status is Status.READY else status
    return Status.DRAFT


def _with_title(title: str, text: str) -> str:
    """The title is the first heading of the text, unless that says it already."""
    heading = re.match(r"\s*#[ \t]+(.*)", text)
    if not title or (heading and heading[1].strip(" \t#") == title):
        return text
    return f"# {title}\n\n{text}"
