"""Addresses of links on paper: a number in brackets behind the words, the addresses at the end.

An address in a footnote would come between the notes of the author, and the same one again on each page. Here
each stands once, under the number that it has everywhere.
"""

import re
from typing import Final
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.context import context
from export.note.labels import labels
from export.note.unbroken import BREAK, JOINER, breakable

_SCHEME: Final = re.compile(r"(?:mailto:|tel:|(?:https?://)?(?:www\.)?)", re.IGNORECASE)
_SPOKEN: Final = re.compile(r"(?:mailto|tel):", re.IGNORECASE)
# Letters with accents, which are typed as they are read; a space stays %20.
_ACCENTED: Final = re.compile(r"(?:%[89A-F][0-9A-F])+", re.IGNORECASE)
_SPACES: Final = re.compile(rf"[\s{BREAK}{JOINER}]")


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("sources", _sources)


def _sources(state: StateCore) -> None:
    about = context(state)
    if not (about.on_paper and about.lists_addresses):
        return
    numbers: dict[str, int] = {}
    for token in state.tokens:
        if token.children:
            token.children = _numbered(token.children, numbers, about.origin)
    if numbers:
        state.tokens.append(Token("html_block", "", 0, content=_list(numbers, about.lang)))


def _numbered(children: list[Token], numbers: dict[str, int], origin: str | None) -> list[Token]:
    out: list[Token] = []
    address, words = "", ""
    for child in children:
        out.append(child)
        if child.type == "link_open":
            address, words = _address(str(child.attrs.get("href", "")), origin), ""
        elif child.type == "link_close":
            if address and _bare(words) != _bare(address):
                is_first = address not in numbers
                out.append(_call(numbers.setdefault(address, len(numbers) + 1), is_first=is_first))
            address = ""
        elif child.type in {"text", "code_inline"}:
            words += child.content
    return out


def _address(href: str, origin: str | None) -> str:
    """As it is read and typed; empty for what has no address of its own: a heading, another note."""
    if href.startswith(("#", "/")) or (origin and href.startswith(f"{origin}/")):
        return ""
    said = _ACCENTED.sub(lambda found: _decoded(found[0]), href)
    return said.partition("?")[0] if href.lower().startswith("mailto:") else said.removesuffix("/")


def _decoded(escaped: str) -> str:
    said = unquote(escaped, errors="replace")
    return escaped if "\ufffd" in said else said


def _bare(address: str) -> str:
    """What two ways to write an address have in common."""
    return _SPACES.sub("", _SCHEME.sub("", address.strip(), count=1)).rstrip("/").lower()


def _call(number: int, *, is_first: bool) -> Token:
    name = f' id="source-call-{number}"' if is_first else ""
    link = f'<a class="source-call" href="#source-{number}"{name}>&#8288;[{number}]</a>'
    return Token("html_inline", "", 0, content=link)


def _list(numbers: dict[str, int], lang: str) -> str:
    title = escapeHtml(labels(lang)["addresses"])
    rows = "".join(_row(number, address) for address, number in numbers.items())
    return f'<section class="sources"><h2 data-label="{title}">{title}</h2>\n<ol>{rows}</ol></section>\n'


def _row(number: int, address: str) -> str:
    # As a letter, a break sign would be taken for a typed one, and cleaned away.
    shown = escapeHtml(breakable(_SPOKEN.sub("", address))).replace(BREAK, "&#8203;")
    named = f'id="source-{number}" data-label="{escapeHtml(address)}"'
    back = f'<a href="#source-call-{number}">[{number}]</a>'
    return f'<li {named}><span class="num">{back}</span> <a href="{escapeHtml(address)}">{shown}</a></li>\n'
