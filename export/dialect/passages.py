"""Passages of a text: its title, its leaf blocks and its tables, with their words and where these stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from markdown_it.token import Token

from export.changes.words import WHOLE, Word, words
from export.dialect.callouts import title_of
from export.dialect.charts import chart_of
from export.dialect.context import Context
from export.dialect.footnotes import NOTE
from export.dialect.headings import words as words_in
from export.dialect.images import instead
from export.dialect.tasks import DONE


class Kind(Enum):
    """What a passage stands in: where another one went, that one is shown in such a place too.

    HEAD is the title of the note, which stands outside of its text; TITLE that of a box.
    """

    HEAD = auto()
    TEXT = auto()
    ITEM = auto()
    TABLE = auto()
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

    `depth` counts the boxes, lists and quotations among them. `lines` are those of the text, the end not part
    of them, and `heading` is the one above. A table has `rows` of cells, the empty ones too, its head first;
    a task has a `box`.
    """

    kind: Kind
    at: int
    around: tuple[int, ...]
    depth: int
    text: str
    words: list[Word]
    spans: list[Span] = field(default_factory=list)
    lines: tuple[int, int] = (0, 0)
    heading: str = ""
    rows: list[list["Passage"]] = field(default_factory=list)
    box: str = ""

    @property
    def key(self) -> str:
        """Its folded words; a table's with its cells told apart, but for rows and columns without a word."""
        if self.rows:
            rows = [row for row in self.rows if any(cell.words for cell in row)]
            columns = [column for column in zip(*rows, strict=True) if any(cell.words for cell in column)]
            return _ROW.join(_CELL.join(cell.key for cell in row) for row in zip(*columns, strict=True))
        return self.box + " ".join(word.folded for word in self.words)


_STANDS_IN = {
    "list_item_open": Kind.ITEM,
    "td_open": Kind.CELL,
    "th_open": Kind.CELL,
    "dt_open": Kind.ANSWER,
    "dd_open": Kind.ANSWER,
    "footnote_open": Kind.NOTE,
}
_CELLS = frozenset({"td_open", "th_open"})
_TICKED, _OPEN = "☑ ", "☐ "
_CELL, _ROW = "\x1f", "\x1e"
_BETWEEN_CELLS = " · "
_DEEPER = re.compile(r"(?:bullet_list|ordered_list|blockquote|container_\w+)_open")


class _Place(NamedTuple):
    """Where the tokens stand that are read just now."""

    kind: Kind
    around: tuple[int, ...]
    depth: int


def passages(tokens: Sequence[Token], about: Context) -> list[Passage]:
    """The title, then the text in the order of the screen, without what has no words.

    Footnotes come last, in the order of their calls; those that nothing calls are no part of it.
    """
    head = about.title
    title = [_title(Kind.HEAD, head, _Place(Kind.HEAD, (), 0), 0, (0, 0))] if head else []
    heading = ""
    found: list[Passage] = []
    for passage in (*title, *_with_notes_last(tokens, list(_all(tokens, about)))):
        if passage.words:
            passage.heading = heading
            found.append(passage)
        if tokens and tokens[passage.at - 1].type == "heading_open" and passage.kind is not Kind.HEAD:
            heading = passage.text
    return found


def _with_notes_last(tokens: Sequence[Token], found: Sequence[Passage]) -> list[Passage]:
    """As a screen has them; on paper each still stands where it was written."""
    notes: dict[int, list[Passage]] = {
        at: [] for at, token in enumerate(tokens) if token.type == "footnote_open"
    }
    if not notes:
        return list(found)
    body: list[Passage] = []
    for passage in found:
        note = next((at for at in passage.around if at in notes), None)
        (body if note is None else notes[note]).append(passage)
    by_call = {tokens[at].meta["id"]: said for at, said in notes.items()}
    calls: dict[int | None, list[int]] = {}
    for note, call in _calls(tokens):
        calls.setdefault(note, []).append(call)
    order = list(dict.fromkeys(calls.get(None, [])))
    for call in order:  # grows: a note may call others
        order += [one for one in dict.fromkeys(calls.get(call, [])) if one not in order]
    return body + [passage for call in order for passage in by_call.get(call, [])]


def _calls(tokens: Sequence[Token]) -> Iterator[tuple[int | None, int]]:
    """The numbers of called notes, each with that of the note in which it is called, if it is in one."""
    note = None
    for token in tokens:
        if token.type in {"footnote_open", "footnote_close"}:
            note = token.meta["id"] if token.nesting > 0 else None
        for child in token.children or ():
            if child.type == "footnote_ref":
                yield note, child.meta["id"]


def _all(tokens: Sequence[Token], about: Context) -> Iterator[Passage]:
    place = _Place(Kind.TEXT, (), 0)
    outside: list[_Place] = []
    rows: list[list[Passage]] = []
    for at, token in enumerate(tokens):
        if NOTE in token.meta:
            place, outside = _Place(Kind.NOTE, (at,), 0), []
        elif token.type == "inline" and tokens[at - 1].type in _CELLS:
            rows[-1].append(_inline(token, place, at, about))
        elif token.type == "inline":
            yield _inline(token, place, at, about)
        elif token.type in {"fence", "code_block"}:
            yield _block(token, place, at, about)
        elif token.nesting < 0:
            if token.type == "table_close":
                yield _table(rows, place)
                rows = []
            place = outside.pop()
        elif token.nesting > 0:
            yield from _box_title(token, place, at, about)
            rows += [[]] * (token.type == "tr_open")
            outside.append(place)
            place = _inside(place, token, at)


def _table(rows: list[list[Passage]], inside: _Place) -> Passage:
    """Of all its cells, one behind the other; `inside` is the place within it."""
    text = ""
    said: list[Word] = []
    for row in rows:
        for cell in row:
            if cell.words:
                text += _BETWEEN_CELLS if text else ""
                said += [Word(len(text) + one.start, len(text) + one.end, one.folded) for one in cell.words]
                text += cell.text
    *around, at = inside.around
    lines = [cell.lines for row in rows for cell in row]
    whole = (min(start for start, _ in lines), max(end for _, end in lines)) if lines else (0, 0)
    kind = Kind.NOTE if inside.kind is Kind.NOTE else Kind.TABLE
    return Passage(kind, at, tuple(around), inside.depth, text, said, lines=whole, rows=rows)


def _inside(place: _Place, token: Token, at: int) -> _Place:
    kind = place.kind if place.kind is Kind.NOTE else _STANDS_IN.get(token.type, place.kind)
    return _Place(kind, (*place.around, at), place.depth + bool(_DEEPER.fullmatch(token.type)))


def _box_title(token: Token, place: _Place, at: int, about: Context) -> Iterator[Passage]:
    if token.type.startswith("container_") and (title := title_of(token, about)):
        begins = token.map[0] if token.map else 0
        yield _title(Kind.TITLE, title, place, at, (begins, begins + 1))


def _title(kind: Kind, title: str, place: _Place, at: int, lines: tuple[int, int]) -> Passage:
    spans = [Span(0, len(title), Token("text", "", 0, content=title))]
    return Passage(kind, at, place.around, place.depth, title, words(title), spans, lines)


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
    said, lines = words(masked, wholes), _lines(token)
    boxes = (_TICKED if child.meta[DONE] else _OPEN for child in token.children or () if DONE in child.meta)
    return Passage(place.kind, at, place.around, place.depth, text, said, spans, lines, box=next(boxes, ""))


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
    return Passage(Kind.BLOCK, at, place.around, place.depth, text, words(text), lines=_lines(token))


def _lines(token: Token) -> tuple[int, int]:
    return (token.map[0], token.map[1]) if token.map else (0, 0)
