"""Each block says in its HTML which lines of the Markdown it is made of, where that is asked for.

Lines are counted from 0, the end is not part of them. What stands in several blocks says the innermost's.
"""

import html
from collections.abc import Iterable
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.context import context

LINES: Final = "data-lines"


def add(markdown: MarkdownIt) -> None:
    """Just after blocks are found: later rules move tokens, and their attributes with them."""
    markdown.core.ruler.after("block", "lines", _lines)


def lines_of(token: Token) -> str:
    """The attribute for a token that a rule of ours draws."""
    lines = token.attrs.get(LINES)
    return f' {LINES}="{html.escape(str(lines))}"' if lines else ""


def lines_of_all(tokens: Iterable[Token]) -> dict[str, str]:
    """The attribute of one element for all these blocks; none where they say no lines."""
    said = [str(token.attrs[LINES]).split("-") for token in tokens if LINES in token.attrs]
    if not said:
        return {}
    return {LINES: f"{min(int(begin) for begin, _ in said)}-{max(int(end) for _, end in said)}"}


def _lines(state: StateCore) -> None:
    if not context(state).marks_lines:
        return
    for token in state.tokens:
        if token.map and token.nesting >= 0 and token.type != "inline":
            # A term ends where it begins, for the plugin of lists of answers.
            token.attrSet(LINES, f"{token.map[0]}-{max(token.map[1], token.map[0] + 1)}")
