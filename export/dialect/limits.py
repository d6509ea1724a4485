"""Limits inside the parser: blocks are counted before their text is read, text after."""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from export.note import limits


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.before("inline", "limit_blocks", _blocks)
    markdown.core.ruler.after("footnote_tail", "limit_inlines", _inlines)


def _blocks(state: StateCore) -> None:
    limits.check_blocks(state.tokens)


def _inlines(state: StateCore) -> None:
    limits.check_inlines(state.tokens)
