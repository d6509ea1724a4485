"""Headings start at level two under the note's title, skip no level, and can be linked to."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

DEEPEST = 6
_NOT_IN_A_NAME = re.compile(r"[^\w]+")


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("headings", _headings)


def anchor(text: str) -> str:
    """The prefix keeps a heading "Page" away from the page's own names."""
    return "s-" + (_NOT_IN_A_NAME.sub("-", text.lower()).strip("-") or "titre")


def words(token: Token) -> str:
    """The words of an inline token, without marks and footnote calls."""
    spoken = (" " if child.type in {"softbreak", "hardbreak"} else child.content for child in _said(token))
    return "".join(spoken).strip()


def _said(token: Token) -> list[Token]:
    silent = {"footnote_ref", "html_inline", "image"}
    return [child for child in token.children or () if child.type not in silent]


def _headings(state: StateCore) -> None:
    above: list[int] = []
    taken: dict[str, int] = {}
    for index, token in enumerate(state.tokens):
        if token.type not in {"heading_open", "heading_close"}:
            continue
        if token.type == "heading_open":
            written = int(token.tag[1])
            while above and above[-1] >= written:
                above.pop()
            above.append(written)
            text = words(state.tokens[index + 1])
            name = anchor(text)
            taken[name] = taken.get(name, 0) + 1
            token.attrSet("id", name if taken[name] == 1 else f"{name}-{taken[name]}")
            token.attrSet("data-label", text)
        token.tag = f"h{min(DEEPEST, 1 + len(above))}"
