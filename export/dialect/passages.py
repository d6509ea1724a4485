"""Passages of a text for the screen: its leaf blocks, with their words and where these stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from markdown_it.token import Token

from export.dialect.callouts import title_of
from export.dialect.charts import chart_of
from export.dialect.context import Context
from export.dialect.footnotes import NOTE
from export.dialect.headings import words as words_in
from export.dialect.images import instead
from export.note.folding import WHOLE, Word, words


class Kind(Enum):
    """What a passage stands in: where another one went, that one is shown in such a place too."""

    TEXT = auto()
    ITEM = auto()
    CELL = auto()
    ANSWER = auto()
    NOTE = auto()
    BLOCK = auto()
    TITLE = auto()


@dataclass(frozen=True, slots=True)
class Span:
    """What of a passage's text one child holds."""

    start: int
    end: int
    child: Token


@dataclass(slots=True)
class Passage:
    """`at` is the index of its token, `around` are those of what it stands in, the outermost first.

    `depth` counts the boxes, lists and quotations among them.
    """

    kind: Kind
    at: int
    around: tuple[int, ...]
    depth: int
    text: str
    words: list[Word]
    spans: list[Span] = field(default_factory=list)

    @property
    def folded(self) -> str:
        return " ".join(word.folded for word in self.words)


_STANDS_IN = {
    "list_item_open": Kind.ITEM,
    "td_open": Kind.CELL,
    "th_open": Kind.CELL,
    "dt_open": Kind.ANSWER,
    "dd_open": Kind.ANSWER,
}
_DEEPER = re.compile(r"(?:bullet_list|ordered_list|blockquote|container_\w+)_open")


class _Place(NamedTuple):
    """Where the tokens stand that are read just now."""

    kind: Kind
    around: tuple[int, ...]
    depth: int


def passages(tokens: Sequence[Token], about: Context) -> list[Passage]:
    """In the order of the screen, those without words left out."""
    return [passage for passage in _all(tokens, about) if passage.words]


def _all(tokens: Sequence[Token], about: Context) -> Iterator[Passage]:
    place = _Place(Kind.TEXT, (), 0)
    outside: list[_Place] = []
    for at, token in enumerate(tokens):
        if NOTE in token.meta:
            place, outside = _Place(Kind.NOTE, (at,), 0), []
        elif token.type == "inline":
            yield _inline(token, place, at, about)
        elif token.type in {"fence", "code_block"}:
            yield _block(token, place, at, about)
        elif token.nesting < 0:
            place = outside.pop()
        elif token.nesting > 0:
            if token.type.startswith("container_") and (title := title_of(token, about)):
                yield _title(title, place, at)
            outside.append(place)
            place = _inside(place, token, at)


def _inside(place: _Place, token: Token, at: int) -> _Place:
    kind = place.kind if place.kind is Kind.NOTE else _STANDS_IN.get(token.type, place.kind)
    return _Place(kind, (*place.around, at), place.depth + bool(_DEEPER.fullmatch(token.type)))


def _title(title: str, place: _Place, at: int) -> Passage:
    spans = [Span(0, len(title), Token("text", "", 0, content=title))]
    return Passage(Kind.TITLE, at, place.around, place.depth, title, words(title), spans)


def _inline(token: Token, place: _Place, at: int, about: Context) -> Passage:
    text = ""
    spans: list[Span] = []
    wholes: dict[int, str] = {}
    masked = ""
    for child in token.children or ():
        shown = _shown(child, about)
        spans.append(Span(len(text), len(text) + len(shown), child))
        if shown and child.type in {"code_inline", "image"}:
            wholes[len(text)] = f"{child.attrs.get('src', '')} {shown}".strip()
            masked += WHOLE * len(shown)
        else:
            masked += shown
        text += shown
    return Passage(place.kind, at, place.around, place.depth, text, words(masked, wholes), spans)


def _shown(child: Token, about: Context) -> str:
    match child.type:
        case "text" | "text_special" | "code_inline":
            return child.content
        case "softbreak" | "hardbreak":
            return "\n"
        case "image":
            return f"[{instead(words_in(child), about.lang)}]"
        case _:
            return ""


def _block(token: Token, place: _Place, at: int, about: Context) -> Passage:
    chart = chart_of(token, about.lang) if token.type == "fence" else None
    text = f"{chart.spoken} {chart.source}" if chart else token.content
    return Passage(Kind.BLOCK, at, place.around, place.depth, text, words(text))
