"""On a screen a wide table scrolls in a frame of its own, which a keyboard can reach."""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.context import context
from export.labels import labels

# What a telephone shows without scrolling.
NARROW = 3


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("frames", _frames)


def _frames(state: StateCore) -> None:
    about = context(state)
    if about.on_paper:
        return
    name = labels(about.lang)["table"]
    opened = f'<div class="frame" tabindex="0" role="group" aria-label="{name}">\n'
    out: list[Token] = []
    for token in state.tokens:
        if token.type == "table_open" and token.meta["columns"] > NARROW:
            out += [Token("html_block", "", 0, content=opened), token]
        elif token.type == "table_close" and token.meta["columns"] > NARROW:
            out += [token, Token("html_block", "", 0, content="</div>\n")]
        else:
            out.append(token)
    state.tokens = out
