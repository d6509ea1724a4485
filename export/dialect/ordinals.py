"""Ordinals in French typography: the letters of 1er, 2e and XXIe are raised."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.context import context
from export.languages import Typography, language_of

_ORDINAL = re.compile(
    r"(?<![\w.,])(1|I)(ers?|res?)\b|(?<![\w.,])(\d{1,3}|[IVX]+)(es?)\b|(?<![\w.,])(2)(nde?s?)\b"
)


def raised(escaped: str, lang: str) -> str:
    """The same in a line of HTML that has no tags yet."""
    if language_of(lang).typography is not Typography.FRENCH:
        return escaped
    return _ORDINAL.sub(
        lambda match: '{}<sup class="ordinal">{}</sup>'.format(*filter(None, match.groups())), escaped
    )


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("ordinals", _ordinals)


def _ordinals(state: StateCore) -> None:
    if language_of(context(state).lang).typography is not Typography.FRENCH:
        return
    for token in state.tokens:
        if token.children and any(child.type == "text" for child in token.children):
            token.children = [part for child in token.children for part in _split(child)]


def _split(child: Token) -> list[Token]:
    if child.type != "text":
        return [child]
    out: list[Token] = []
    start = 0
    for match in _ORDINAL.finditer(child.content):
        number, letters = (part for part in match.groups() if part)
        out += [
            Token("text", "", 0, content=child.content[start : match.start()] + number),
            Token("sup_open", "sup", 1, attrs={"class": "ordinal"}),
            Token("text", "", 0, content=letters),
            Token("sup_close", "sup", -1),
        ]
        start = match.end()
    child.content = child.content[start:]
    return [*out, child]
