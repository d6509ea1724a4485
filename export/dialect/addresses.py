"""On paper no address and no date is hyphenated, and an address is broken after a few of its signs only."""

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.context import context
from export.note.unbroken import BREAK, addresses, breakable, dated, joined


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("addresses", _addresses)


def _addresses(state: StateCore) -> None:
    """After all rules that read the words of a block: joiners and break signs are none of them."""
    if not context(state).on_paper:
        return
    for token in state.tokens:
        out, is_link = [], False
        for child in token.children or ():
            is_link = child.nesting > 0 if child.tag == "a" else is_link
            out += _split(child, is_link=is_link) if child.type == "text" else [child]
        token.children = out or token.children


def _split(child: Token, *, is_link: bool) -> list[Token]:
    """Links are not hyphenated anyhow, and have to hold their words themselves (ISO 14289-1, 7.18.5)."""
    out = []
    for number, part in enumerate(addresses(child.content)):
        if number % 2:
            html = escapeHtml(breakable(part)).replace(BREAK, "&#8203;")
            out.append(_html(html if is_link else f'<span class="address">{html}</span>'))
            continue
        for at, piece in enumerate([joined(part)] if is_link else dated(joined(part))):
            if at % 2:
                out.append(_html(f'<span class="whole">{escapeHtml(piece)}</span>'))
            elif piece:
                out.append(Token("text", "", 0, content=piece))
    return out


def _html(content: str) -> Token:
    return Token("html_inline", "", 0, content=content)
