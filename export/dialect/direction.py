"""`dir="rtl"` on blocks whose first letter is Hebrew, Arabic or the like (Unicode Annex 9, P2 and P3)."""

import unicodedata
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# Arabic and Hebrew begin in Unicode behind this sign; most texts have none of what follows.
_FIRST = "\u0590"
_BLOCKS = frozenset({"paragraph_open", "heading_open", "list_item_open", "th_open", "td_open", "dt_open"})
# What takes the direction of the first text in it: its markers, its columns.
_AROUND = frozenset({"bullet_list_open", "ordered_list_open", "table_open", "blockquote_open"})


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.after("inline", "direction", _direction)


def _direction(state: StateCore) -> None:
    if max(state.src, default="") < _FIRST:
        return
    for at, token in enumerate(state.tokens):
        if token.type in _BLOCKS | _AROUND and is_right_to_left(_text(state.tokens, at)):
            token.attrSet("dir", "rtl")


def is_right_to_left(text: str) -> bool:
    """Whether its first letter is one of Hebrew, Arabic or a script like these."""
    kinds = (unicodedata.bidirectional(sign) for sign in text)
    return next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L") != "L"


def _text(tokens: Sequence[Token], at: int) -> str:
    """The first text of a block that says something."""
    depth = 0
    for token in tokens[at:]:
        depth += token.nesting
        if token.type == "inline" and token.content.strip():
            return token.content
        if depth <= 0:
            break
    return ""
