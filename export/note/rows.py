"""A table is as wide as its widest row: markdown-it drops the cells for which the head has no column.

Two people who change rows and columns at the same moment leave such rows.
"""

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import table
from markdown_it.token import Token

from export.note.cells import cells
from export.note.limits import SIZES

# How many cells this rule has added, in the environment: beyond the limit, the note is refused anyway.
_ADDED = "cells added"


def add(markdown: MarkdownIt) -> None:
    markdown.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 -- markdown-it's
    first = len(state.tokens)
    if not table(state, start, end, silent):
        return False
    if not silent:
        state.tokens[first:] = _widened(state, state.tokens[first:])
    return True


def _widened(state: StateBlock, tokens: list[Token]) -> Iterator[Token]:
    rows = [_cells(state, token) for token in tokens if token.type == "tr_open"]
    # One column more than the limit says is refused.
    width = min(max(map(len, rows)), SIZES.columns + 1)
    tag, row, column = "th", rows[0], 0
    for token in tokens:
        match token.type:
            case "thead_close":
                tag = "td"
            case "tr_open":
                row, column = rows.pop(0), 0
            case "inline":
                token.content = row[column] if column < len(row) else ""
                column += 1
            case "tr_close":
                missing = min(width - column, SIZES.cells + 1 - state.env.get(_ADDED, 0))
                for content in (row[column:width] + [""] * width)[: max(0, missing)]:
                    yield from _cell(tag, content, token)
                state.env[_ADDED] = state.env.get(_ADDED, 0) + max(0, missing)
            case _:
                pass
        yield token


def _cells(state: StateBlock, row: Token) -> list[str]:
    """By the pipes that the editor finds: a backslash before a backslash escapes it, and no pipe."""
    line = row.map[0] if row.map else 0
    source = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
    return [cell.replace("\\|", "|") for cell in cells(source)]


def _cell(tag: str, content: str, row: Token) -> Iterator[Token]:
    level = row.level + 1
    yield Token(f"{tag}_open", tag, 1, level=level, block=True)
    yield Token("inline", "", 0, content=content, children=[], level=level + 1, block=True, map=row.map)
    yield Token(f"{tag}_close", tag, -1, level=level, block=True)
