"""Typography over the text of every paragraph, heading and cell; code is left alone."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.context import context
from export.note.quotes import quoted
from export.note.typography import glue_last_word, spaced
from export.note.unbroken import bound

# What stands in the text for a child that is none: of one length, and no part of a number.
_OTHER = "\ufffc"


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("spaces", _spaces)


def _spaces(state: StateCore) -> None:
    lang = context(state).lang
    for before, token in pairwise(state.tokens):
        children = token.children or []
        _over_all(children, partial(quoted, lang=lang))
        for child in children:
            if child.type == "text":
                child.content = spaced(child.content, lang)
        _over_all(children, bound)
        _over_all(children, partial(glue_last_word, is_paragraph=before.type == "paragraph_open"))


def _over_all(children: list[Token], change: Callable[[str], str]) -> None:
    """Once more over all of a block: in `**12** km` the number and its unit are two children."""
    said = [child.content if child.type == "text" else "" if child.nesting else _OTHER for child in children]
    text, start = change("".join(said)), 0
    for child, before in zip(children, said, strict=True):
        if child.type == "text":
            child.content = text[start : start + len(before)]
        start += len(before)
