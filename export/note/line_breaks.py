"""`<br>` in a cell of a table is a line break, as GFM writes it; elsewhere it stays letters."""

from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.note.cells import BREAK

# The name of the rule, for those that count letters behind it.
BREAKS = "line_breaks"
_CELLS = frozenset({"td_open", "th_open"})


def add(markdown: MarkdownIt) -> None:
    """Before anything reads the words: a quotation mark after a break opens one."""
    markdown.core.ruler.after("inline", BREAKS, _line_breaks)


def _line_breaks(state: StateCore) -> None:
    for opened, token in pairwise(state.tokens):
        if opened.type in _CELLS and token.children and BREAK.search(token.content):
            token.children = [part for child in token.children for part in _split(child)]


def _split(child: Token) -> list[Token]:
    r"""An escaped `\<br>` is another kind of token, as is code."""
    if child.type != "text":
        return [child]
    out: list[Token] = []
    start = 0
    for match in BREAK.finditer(child.content):
        out += [
            Token("text", "", 0, content=child.content[start : match.start()], level=child.level),
            Token("hardbreak", "br", 0, markup=match[0], level=child.level),
        ]
        start = match.end()
    child.content = child.content[start:]
    return [*out, child]
