"""Typography over the text of every paragraph, heading and cell; code is left alone."""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.context import context
from export.typography import glue_last_word, typeset


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("spaces", _spaces)


def _spaces(state: StateCore) -> None:
    lang = context(state).lang
    for token in state.tokens:
        children = token.children or []
        for child in children:
            if child.type == "text":
                child.content = typeset(child.content, lang)
        last = _last_text(children)
        if last and len(token.content) > len(last.content) / 2:
            last.content = glue_last_word(last.content)


def _last_text(children: list[Token]) -> Token | None:
    return children[-1] if children and children[-1].type == "text" else None
