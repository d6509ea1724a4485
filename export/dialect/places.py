"""Names of the passages of a text on paper, so that a page elsewhere can say where each stands."""

from collections.abc import Iterator, Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.context import context
from export.dialect.passages import Kind, Passage, passages

_NAME: Final = "c-{}"


def add(markdown: MarkdownIt) -> None:
    """Before the footnotes: they take their text to its call."""
    markdown.core.ruler.push("places", _places)


def _places(state: StateCore) -> None:
    about = context(state)
    if about.places is None:
        return
    found = passages(state.tokens, about)
    names = [_named(state.tokens, one, number) for number, one in enumerate(found, 1)]
    calls = dict(_calls(state.tokens, found, names))
    notes = _notes(state.tokens)
    for number, passage in enumerate(found):
        note = next((notes[at] for at in passage.around if at in notes), None)
        name = calls.get(note, "") if note is not None else _near(found, names, number)
        about.places.append((passage, name))


def _named(tokens: Sequence[Token], passage: Passage, number: int) -> str:
    """The name of the block of a passage, which it gets unless it has one; '' where it can have none."""
    if passage.kind in {Kind.HEAD, Kind.TITLE, Kind.BLOCK}:
        return ""
    if passage.rows:
        return _named_rows(tokens, passage, number)
    block = next((one for one in (tokens[at] for at in _opened(tokens, passage.at)) if not one.hidden), None)
    return "" if block is None else _with_name(block, _NAME.format(number))


def place_of_row(name: str, row: int) -> str:
    """The name of a row of a table, by that of the table; rows are counted from 0."""
    return f"{name}-{row}" if row else name


def _named_rows(tokens: Sequence[Token], table: Passage, number: int) -> str:
    """Each row has its name at its first cell, the head that of the table."""
    name = _NAME.format(number)
    for row, cells in enumerate(table.rows):
        _with_name(tokens[cells[0].at - 1], place_of_row(name, row))
    return name


def _with_name(block: Token, name: str) -> str:
    """The one that it has already wins."""
    if not block.attrGet("id"):
        block.attrSet("id", name)
    return str(block.attrGet("id"))


def _opened(tokens: Sequence[Token], at: int) -> Iterator[int]:
    """What a text stands in, the innermost first, as long as it begins with that text."""
    at -= 1
    while at >= 0 and tokens[at].nesting == 1 and not tokens[at].type.startswith("container_"):
        yield at
        at -= 1


def _near(found: Sequence[Passage], names: Sequence[str], number: int) -> str:
    """Its own name, else that of a neighbour: a title stands over what follows, a chart after its lead."""
    if names[number]:
        return names[number]
    behind = next((name for name in names[number + 1 :] if name), "")
    before = next((name for name in reversed(names[:number]) if name), "")
    is_above = found[number].kind in {Kind.HEAD, Kind.TITLE}
    return behind or before if is_above else before or behind


def _notes(tokens: Sequence[Token]) -> dict[int, int]:
    """The footnotes by the places of the tokens that open them."""
    return {at: token.meta["id"] for at, token in enumerate(tokens) if token.type == "footnote_open"}


def _calls(
    tokens: Sequence[Token], found: Sequence[Passage], names: Sequence[str]
) -> Iterator[tuple[int, str]]:
    """For each footnote the name of the passage that calls it first."""
    seen: set[int] = set()
    for passage, name in zip(found, names, strict=True):
        cells = [cell.at for row in passage.rows for cell in row]
        texts = cells or [passage.at] * (passage.kind is not Kind.HEAD)
        for child in (child for at in texts for child in tokens[at].children or ()):
            if child.type == "footnote_ref" and child.meta["id"] not in seen:
                seen.add(child.meta["id"])
                yield child.meta["id"], name
