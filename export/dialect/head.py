"""The head of a text: its first blocks, for pages that are shown before all others are laid out.

What stands in front of a text is that of all of it: later headings stay until the table of contents is made.
Whatever else comes later goes before its words are read, which takes most of the time. It ends with a
paragraph, because a table or a picture may have its caption behind it; or else with one block more than
twice as much as is wanted.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.contents import listed
from export.dialect.context import context

_IS_LATER = "later"
# Characters of running text that fill as much of a page as a short line, and as the white around a paragraph
# or another block.
_A_LINE: Final = 70
_AROUND_PARAGRAPH: Final = 30
_AROUND: Final = 150


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.before("inline", "head", _shorten)
    markdown.core.ruler.push("head_end", _end)


def _shorten(state: StateCore) -> None:
    most = context(state).characters
    if most is None:
        return
    kept: list[Token] = []
    length = _A_LINE * len(listed(state))
    is_over = False
    for block in _blocks(state.tokens):
        kind = block[0].type
        if not is_over:
            is_very_long = length >= 2 * most
            length += _length(block)
            is_over = is_very_long or (length >= most and kind == "paragraph_open")
            kept += block
        elif kind == "heading_open":
            block[0].meta[_IS_LATER] = True
            kept += block
        elif kind == "footnote_reference_open":
            kept += block
    state.tokens = kept


def _end(state: StateCore) -> None:
    later = [at for at, token in enumerate(state.tokens) if token.meta.get(_IS_LATER)]
    if later:
        state.tokens = state.tokens[: later[0]]


def _length(block: Sequence[Token]) -> int:
    lines = block[0].map
    least = _A_LINE * (lines[1] - lines[0]) if lines else 0
    around = _AROUND_PARAGRAPH if block[0].type == "paragraph_open" else _AROUND
    return max(least, sum(len(token.content) for token in block)) + around


def _blocks(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The outermost blocks, each with all that is in it."""
    block: list[Token] = []
    depth = 0
    for token in tokens:
        block.append(token)
        depth += token.nesting
        if depth == 0:
            yield block
            block = []
    if block:
        yield block
