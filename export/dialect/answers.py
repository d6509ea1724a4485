"""An answer without words is one too: `: ` under its question.

Markdown's definition lists ask for a letter behind the sign. The editor keeps the sign of an answer that is
emptied, and shows an empty answer (web/src/preview/paragraphs.ts).
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

_EMPTY = re.compile(r"^( {0,3}[:~][ \t]+)$", re.MULTILINE)
# Stands for the words while blocks are read; a noncharacter, which limits.clean takes out of every text.
_WORDS = "\ufffe"
_AT_END = re.compile(rf"[ \t]*{_WORDS}")


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.before("block", "empty_answers", _fill)
    markdown.core.ruler.after("block", "emptied_answers", _empty)


def _fill(state: StateCore) -> None:
    state.src = _EMPTY.sub(rf"\1{_WORDS}", state.src)


def _empty(state: StateCore) -> None:
    if _WORDS not in state.src:
        return
    state.src = state.src.replace(_WORDS, "")
    for token in state.tokens:
        sign = _AT_END if token.type == "inline" else _WORDS
        token.content = re.sub(sign, "", token.content)
