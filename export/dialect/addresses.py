"""On paper no address and no date is hyphenated, and an address is broken after a few of its signs only."""

from collections.abc import Iterable, Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.comments import is_within
from export.dialect.context import context
from export.note.unbroken import BREAK, JOINER, addresses, breakable, dated, joined

# Calls of comments, each behind so many letters.
_Calls = Sequence[tuple[int, Token]]


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("addresses", _addresses)


def _addresses(state: StateCore) -> None:
    """After all rules that read the words of a block: joiners and break signs are none of them."""
    if not context(state).on_paper:
        return
    for token in state.tokens:
        out, is_link = [], False
        for child, calls in _texts(token.children or ()):
            is_link = child.nesting > 0 if child.tag == "a" else is_link
            out += _split(child.content, calls, is_link=is_link) if child.type == "text" else [child]
        token.children = out or token.children


def _texts(children: Iterable[Token]) -> Iterator[tuple[Token, _Calls]]:
    """The children, each text whole with the calls of comments within it, which do not divide a word."""
    text: Token | None = None
    calls: list[tuple[int, Token]] = []
    is_open = False
    for child in children:
        if text and is_within(child):
            calls.append((_letters(text.content), child))
            is_open = True
        elif text and is_open and child.type == "text":
            text.content += child.content
            is_open = False
        else:
            if text:
                yield text, calls
            text, calls, is_open = None, [], False
            if child.type == "text":
                text = child
            else:
                yield child, []
    if text:
        yield text, calls


def _split(text: str, calls: _Calls, *, is_link: bool) -> list[Token]:
    """Links are not hyphenated anyhow, and have to hold their words themselves (ISO 14289-1, 7.18.5)."""
    out: list[Token] = []
    waiting, seen = list(calls), 0
    for name, piece in _pieces(text, is_link=is_link):
        letters = _letters(piece)
        here = [(place - seen, call) for place, call in waiting if place <= seen + letters]
        waiting = waiting[len(here) :]
        seen += letters
        inside = _with(piece, here)
        out += [_html(f'<span class="{name}">'), *inside, _html("</span>")] if name else inside
    return out


def _pieces(text: str, *, is_link: bool) -> Iterator[tuple[str, str]]:
    """The text in pieces, each behind the class of its element, or behind nothing."""
    for number, part in enumerate(addresses(text)):
        if number % 2:
            yield ("" if is_link else "address"), breakable(part)
            continue
        for at, piece in enumerate([joined(part)] if is_link else dated(joined(part))):
            if piece:
                yield ("whole" if at % 2 else ""), piece


def _with(piece: str, calls: _Calls) -> list[Token]:
    """A piece with its calls, each behind so many of its letters."""
    out, start = [], 0
    for letters, call in calls:
        end = _end_of(piece, letters)
        out += [_text(piece[start:end]), call]
        start = end
    return [*out, _text(piece[start:])]


def _text(said: str) -> Token:
    # As a letter, a break sign would be taken for a typed one, and cleaned away.
    if BREAK in said:
        return _html(escapeHtml(said).replace(BREAK, "&#8203;"))
    return Token("text", "", 0, content=said)


def _letters(text: str) -> int:
    return len(text) - text.count(JOINER) - text.count(BREAK)


def _end_of(text: str, letters: int) -> int:
    """Where so many letters end, joiners and break signs apart."""
    end = 0
    while letters and end < len(text):
        letters -= text[end] not in (JOINER, BREAK)
        end += 1
    return end


def _html(content: str) -> Token:
    return Token("html_inline", "", 0, content=content)
