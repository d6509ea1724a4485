"""Calls of comments, each at the end of its passage: the text itself is what it would be without them.

Where a passage ends is found in what was typed, before typography, and counted in the letters that are seen,
which typography leaves as many as they were. The calls come in behind it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.context import context
from export.note.labels import labels
from export.note.line_breaks import BREAKS

_META = "comments"
_WITHIN = "within"
_SEEN = frozenset({"text", "text_special", "code_inline"})
_NO_LINE = frozenset({"fence", "code_block"})
# What other rules look for at the beginning of a block, and must find whole.
_HEAD = re.compile(r"\[[ xX]\]\s|Table(?:au)?\s*:\s*")
# What ends a link in what was typed.
_TARGET = re.compile(r"\](?:\([^)\n]*\)|\[[^\]\n]*\])|>")


@dataclass(frozen=True, slots=True)
class _Block:
    """A token that holds text, and its lines: from `first` to before `last`."""

    token: Token
    first: int
    last: int


def call(number: int, lang: str) -> str:
    """The mark of a comment, which leads to it."""
    word = escapeHtml(f"{labels(lang)['comment']} {number}")
    name = f'id="comment-call-{number}" href="#comment-{number}"'
    return f'<a class="comment-call" {name} aria-label="{word}">C{number}</a>'


def is_within(token: Token) -> bool:
    """Whether a token is a call within a text, which goes on behind it."""
    return bool(token.meta.get(_WITHIN))


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.after(BREAKS, "comment_places", _find)
    markdown.core.ruler.push("comments", _call)


def _find(state: StateCore) -> None:
    calls = context(state).calls
    if not calls:
        return
    lines = state.src.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    blocks = list(_blocks(state.tokens))
    for end, numbers in sorted(calls.items()):
        # The last letter of the passage that is no space says where it stands.
        last = len(state.src[:end].rstrip()) - 1
        line = max(0, sum(start <= last for start in starts) - 1)
        column = last - starts[line]
        block = _block(blocks, line, column, lines)
        if block is not None:
            seen = _seen(block, line, column, lines)
            block.token.meta.setdefault(_META, []).extend((seen, number) for number in numbers)


def _blocks(tokens: Sequence[Token]) -> list[_Block]:
    """A cell has no lines of its own: those of its row are its."""
    found = []
    around: list[list[int]] = []
    for token in tokens:
        if token.nesting > 0:
            around.append(token.map or (around[-1] if around else [0, 0]))
        elif token.nesting < 0:
            around.pop()
        elif token.type == "inline" or token.type in _NO_LINE:
            first, last = token.map or (around[-1] if around else [0, 0])
            found.append(_Block(token, first, last))
    return found


def _block(blocks: Sequence[_Block], line: int, column: int, lines: Sequence[str]) -> _Block | None:
    """The one that holds a letter, else the one before it, else the first."""
    before = [block for block in blocks if block.first <= line]
    if not before:
        return blocks[0] if blocks else None
    nearest = [block for block in before if block.first == before[-1].first]
    # Several on one line are cells, one behind the other.
    found, start = nearest[0], 0
    for block in nearest:
        start = max(start, lines[block.first].find(block.token.content, start))
        if block.first == line and start <= column:
            found = block
    return found


def _seen(block: _Block, line: int, column: int, lines: Sequence[str]) -> int | None:
    """How many letters of a block are seen up to a letter of the note; None for all of them."""
    said = block.token.content.split("\n")
    number = line - block.first
    if block.token.type in _NO_LINE or not 0 <= number < len(said):
        return None
    start = lines[line].find(said[number])
    if start < 0:
        return None
    within = min(max(0, column + 1 - start), len(said[number]))
    if head := _HEAD.match(said[0]):
        within = max(within, head.end() + 1) if number == 0 else within
    return _letters_before(block.token, sum(len(one) + 1 for one in said[:number]) + within)


def _letters_before(token: Token, end: int) -> int:
    """How many letters of a token are seen before a place in what was typed."""
    seen = at = 0
    for child in token.children or ():
        if child.type == "link_close" and (target := _TARGET.match(token.content, at)):
            at = target.end()
        if child.type == "hardbreak":
            at = max(at, token.content.find(child.markup, at) + len(child.markup))
        if child.type not in _SEEN:
            continue
        start = token.content.find(child.content, at)
        at = start if start >= 0 else at
        if at >= end:
            break
        seen += _letters(child.content[: end - at])
        at += len(child.content) if start >= 0 else 0
    return seen


def _letters(text: str) -> int:
    return len("".join(text.split()))


def _call(state: StateCore) -> None:
    about = context(state)
    if not about.calls:
        return
    out: list[Token] = []
    behind = ""
    for index, token in enumerate(state.tokens):
        out.append(token)
        wished = token.meta.pop(_META, [])
        marks = [(seen, _html(call(number, about.lang), is_block=False)) for seen, number in wished]
        is_alone = token.type in _NO_LINE or _is_picture(state.tokens, index)
        if marks and is_alone:
            behind = "".join(mark.content for _, mark in marks)
        elif marks:
            token.children = _with(token.children or [], marks)
        if behind and token.type != "inline":
            out.append(_html(f'<p class="comment-calls">{behind}</p>\n'))
            behind = ""
    state.tokens = out


def _with(children: list[Token], marks: list[tuple[int | None, Token]]) -> list[Token]:
    """The children with the marks among them; none comes to stand inside a link, which is one itself."""
    out: list[Token] = []
    seen = 0
    held: list[Token] | None = None
    waiting = [(place, mark) for place, mark in marks if place is not None]
    for child in children:
        if child.type == "link_open":
            held = []
        here: list[tuple[int, Token]] = []
        if child.type in _SEEN:
            letters = _letters(child.content)
            here = [(place - seen, mark) for place, mark in waiting if place <= seen + letters]
            waiting = waiting[len(here) :]
            seen += letters
        if held is None:
            out += _split(child, here)
            continue
        out.append(child)
        held += [mark for _, mark in here]
        if child.type == "link_close":
            out += held
            held = None
    return [*out, *(mark for _, mark in waiting), *(mark for place, mark in marks if place is None)]


def _split(child: Token, marks: list[tuple[int, Token]]) -> list[Token]:
    if child.type != "text":
        return [child, *(mark for _, mark in marks)]
    out: list[Token] = []
    start = 0
    for letters, mark in marks:
        end = _end_of(child.content, letters)
        mark.meta[_WITHIN] = end < len(child.content)
        out += [Token("text", "", 0, content=child.content[start:end]), mark]
        start = end
    child.content = child.content[start:]
    return [*out, child] if child.content else out


def _end_of(text: str, letters: int) -> int:
    """Where so many letters end that are no spaces."""
    end = 0
    while letters and end < len(text):
        letters -= not text[end].isspace()
        end += 1
    return end


def _is_picture(tokens: Sequence[Token], index: int) -> bool:
    """A picture that stands alone is drawn with its caption: nothing may stand beside it."""
    kinds = [child.type for child in tokens[index].children or ()]
    return kinds == ["image"] and tokens[index + 1].type == "paragraph_close"


def _html(content: str, *, is_block: bool = True) -> Token:
    return Token("html_block" if is_block else "html_inline", "", 0, content=content)
