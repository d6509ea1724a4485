"""A paragraph `Table: …` just after a table is its caption."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_CAPTION = re.compile(r"Table(?:au)?[ \u00a0\u202f]*:[ \u00a0\u202f]*")


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("captions", _captions)


def _captions(state: StateCore) -> None:
    out: list[Token] = []
    table = 0
    rest = iter(enumerate(state.tokens))
    for index, token in rest:
        if token.type == "table_open":
            table = len(out)
        after_table = bool(out) and out[-1].type == "table_close"
        if after_table and token.type == "paragraph_open" and _cut_mark(state.tokens[index + 1]):
            opened, inline, closed = state.tokens[index : index + 3]
            opened.type, opened.tag, closed.type, closed.tag = (
                "caption_open",
                "caption",
                "caption_close",
                "caption",
            )
            out[table + 1 : table + 1] = [opened, inline, closed]
            next(rest)
            next(rest)
        else:
            out.append(token)
    state.tokens = out


def _cut_mark(inline: Token) -> bool:
    children = inline.children or []
    match = _CAPTION.match(children[0].content) if children and children[0].type == "text" else None
    if match is None:
        return False
    children[0].content = children[0].content[match.end() :]
    return True
