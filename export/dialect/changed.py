"""Wraps what has changed since the edition before, so that a bar is drawn beside it."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.context import ENTRY, Context, context
from export.errors import ExportError
from export.note.changes import changes

_HOLD_TEXT = frozenset({"inline", "fence", "code_block", "hr"})
# A note that was only renumbered has not changed the text that calls it.
_CALL = re.compile(r"\[\^[^\]]+\]")


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("changed", _changed)


def _changed(state: StateCore) -> None:
    about = context(state)
    if not about.on_paper:
        return
    about.blocks.extend(_blocks(state.tokens))
    if not about.previous:
        return
    before = Context(lang=about.lang, target=about.target)
    try:
        state.md.parse(about.previous, {ENTRY: before})
    except ExportError:
        return
    found = changes(before.blocks, about.blocks)
    out: list[Token] = []
    number = 0
    last = sum(token.type in _HOLD_TEXT for token in state.tokens) - 1
    for token in state.tokens:
        if token.type not in _HOLD_TEXT:
            out.append(token)
            continue
        names = ["changed"] if number in found.changed else []
        if number in found.removed_before:
            names.append("removed")
        if number == last and last + 1 in found.removed_before:
            names.append("removed-after")
        number += 1
        if names:
            about.changes.append(number)
        out += _wrapped(token, " ".join(names))
    state.tokens = out


def _blocks(tokens: list[Token]) -> list[str]:
    """A block's kind and words: a heading that became a paragraph has changed."""
    return [
        f"{token.tag or tokens[index - 1].tag} {token.info} {_CALL.sub('[^]', token.content)}"
        for index, token in enumerate(tokens)
        if token.type in _HOLD_TEXT
    ]


def _wrapped(token: Token, names: str) -> list[Token]:
    if not names:
        return [token]
    if token.type != "inline":
        return [_html(f'<div class="{names}">'), token, _html("</div>\n")]
    opened = Token("span_open", "span", 1, attrs={"class": names})
    token.children = [opened, *(token.children or ()), Token("span_close", "span", -1)]
    return [token]


def _html(content: str) -> Token:
    return Token("html_block", "", 0, content=content)
