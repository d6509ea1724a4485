"""A long note gets a table of contents before its first heading, with the pages of its headings."""

import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.context import context
from export.note.formats import Format
from export.note.labels import labels

# From so many pages on nobody finds their way without it. Words a page, as the sample notes have them. More
# headings than _MOST are cut to the upper ones; so many that they would fill pages themselves help nobody.
_LONG, _FEWEST, _MOST, _MOST_OF_ALL = 6, 4, 30, 100
_WORDS_A_PAGE = {Format.NOTE: 330, Format.LARGE: 170, Format.POCKET: 260}


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("contents", _contents)


def is_long(text: str, shape: Format) -> bool:
    """Whether a text may get a table of contents."""
    return len(re.findall(r"\w+", text)) >= _LONG * _WORDS_A_PAGE[shape]


def listed(state: StateCore) -> list[Token]:
    """The headings that the contents list; none where there are none."""
    about = context(state)
    if not (about.on_paper and about.has_contents and is_long(state.src, about.format)):
        return []
    top = [token for token in state.tokens if token.type == "heading_open" and token.level == 0]
    shown = [token for token in top if token.tag in {"h2", "h3"}]
    if len(shown) > _MOST:
        shown = [token for token in top if token.tag == "h2"]
    return shown if _FEWEST <= len(shown) <= _MOST_OF_ALL else []


def _contents(state: StateCore) -> None:
    if shown := listed(state):
        title = escapeHtml(labels(context(state).lang)["contents"])
        lines = "".join(map(_line, shown))
        nav = f'<nav class="contents"><p class="contents-title">{title}</p><ol>{lines}</ol></nav>\n'
        state.tokens.insert(state.tokens.index(shown[0]), Token("html_block", "", 0, content=nav))


def _line(heading: Token) -> str:
    name = escapeHtml(str(heading.attrs["id"]))
    inner = ' class="inner"' if heading.tag == "h3" else ""
    return f'<li{inner}><a href="#{name}">{escapeHtml(str(heading.attrs["data-label"]))}</a></li>'
