"""A paragraph that ends in a colon stays with what it announces."""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from export.dialect.context import context


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("leads", _leads)


def _leads(state: StateCore) -> None:
    if not context(state).on_paper:
        return
    for index, token in enumerate(state.tokens):
        if (
            token.type == "inline"
            and _announces(token.content)
            and state.tokens[index - 1].type == "paragraph_open"
        ):
            state.tokens[index - 1].attrJoin("class", "lead")


def _announces(text: str) -> bool:
    """Three colons are the end of a box of an unknown kind."""
    end = text.rstrip(" *_\u00a0\u202f")
    return end.endswith(":") and not end.endswith("::")
