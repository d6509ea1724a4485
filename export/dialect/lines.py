"""Each block says in its HTML which lines of the Markdown it is made of, where that is asked for.

Lines are counted from 0, the end is not part of them. What stands in several blocks says the innermost's.
"""

import html
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.context import context

LINES: Final = "data-lines"


def add(markdown: MarkdownIt) -> None:
    """Just after blocks are found: later rules move tokens, and their attributes with them."""
    markdown.core.ruler.after("block", "lines", _lines)


def add_to_notes(markdown: MarkdownIt) -> None:
    """Before footnotes go to the foot of a page, where they stand in no block of their own."""
    markdown.core.ruler.push("lines_of_notes", _lines_of_notes)


def lines_of(token: Token) -> str:
    """The attribute for a token that a rule of ours draws."""
    lines = token.attrs.get(LINES)
    return f' {LINES}="{html.escape(str(lines))}"' if lines else ""


def _lines(state: StateCore) -> None:
    if not context(state).marks_lines:
        return
    for token in state.tokens:
        if token.map and token.nesting >= 0 and token.type != "inline":
            # A term ends where it begins, for the plugin of lists of answers.
            token.attrSet(LINES, f"{token.map[0]}-{max(token.map[1], token.map[0] + 1)}")


def _lines_of_notes(state: StateCore) -> None:
    if not context(state).marks_lines:
        return
    is_note = False
    for token in state.tokens:
        is_note = token.type == "footnote_open" or (is_note and token.type != "footnote_close")
        if is_note and token.type == "inline" and token.map:
            opened = Token("span_open", "span", 1, attrs={LINES: f"{token.map[0]}-{token.map[1]}"})
            token.children = [opened, *(token.children or ()), Token("span_close", "span", -1)]
