"""Typography over the text of every paragraph, heading and cell; code is left alone."""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.context import context
from export.note.typography import glue_last_word, typeset
from export.note.unbroken import bound

# What stands in the text for a child that is none: of one length, and no part of a number.
_OTHER = "\ufffc"


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("spaces", _spaces)


def _spaces(state: StateCore) -> None:
    lang = context(state).lang
    for token in state.tokens:
        children = token.children or []
        for child in children:
            if child.type == "text":
                child.content = typeset(child.content, lang)
        _bind(children)
        last = _last_text(children)
        if last and len(token.content) > len(last.content) / 2:
            last.content = glue_last_word(last.content)


def _bind(children: list[Token]) -> None:
    """Once more over all of a block: in `**12** km` the number and its unit are two children."""
    if sum(child.type == "text" for child in children) < 2:
        return
    said = [child.content if child.type == "text" else "" if child.nesting else _OTHER for child in children]
    text, start = bound("".join(said)), 0
    for child, before in zip(children, said, strict=True):
        if child.type == "text":
            child.content = text[start : start + len(before)]
        start += len(before)


def _last_text(children: list[Token]) -> Token | None:
    return children[-1] if children and children[-1].type == "text" else None
