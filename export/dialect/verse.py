"""In a quotation of verse, a line that turns over hangs; `turn` draws the next one back to the first.

Verse is a quotation in which two breaks were typed, and no line is as long as prose.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_BREAKS: Final = frozenset({"softbreak", "hardbreak"})
_LEAST_BREAKS: Final = 2
# An alexandrine has 60 signs at most; a line of a letter that somebody quotes has often more.
_LONGEST_LINE: Final = 100
_DRAWN_BACK: Final = '<br><span class="turn"></span>'


def add(markdown: MarkdownIt) -> None:
    """After all rules that look for breaks."""
    markdown.core.ruler.push("verse", _verse)


def _verse(state: StateCore) -> None:
    for quotation in _quotations(state.tokens):
        stanzas = [
            (paragraph, inline.children or [])
            for paragraph, inline in pairwise(quotation)
            if paragraph.type == "paragraph_open" and paragraph.attrGet("class") is None
        ]
        lines = [line for _, children in stanzas for line in _lengths(children)]
        if len(lines) - len(stanzas) < _LEAST_BREAKS or max(lines) > _LONGEST_LINE:
            continue
        for paragraph, children in stanzas:
            paragraph.attrJoin("class", "verse")
            for at, child in enumerate(children):
                if child.type in _BREAKS:
                    children[at] = Token("html_inline", "", 0, content=_DRAWN_BACK)


def _quotations(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The outermost ones, each with all that is in it."""
    start, depth = 0, 0
    for at, token in enumerate(tokens):
        if token.type == "blockquote_open":
            start, depth = (start if depth else at), depth + 1
        elif token.type == "blockquote_close":
            depth -= 1
            if not depth:
                yield tokens[start : at + 1]


def _lengths(children: Sequence[Token]) -> list[int]:
    """The signs of each line."""
    lengths = [0]
    for child in children:
        if child.type in _BREAKS:
            lengths.append(0)
        elif child.type in {"text", "code_inline"}:
            lengths[-1] += len(child.content)
    return lengths
