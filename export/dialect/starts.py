"""On paper the first number of a list is said as a style: WeasyPrint reads no `start`."""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from export.dialect.context import context


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("starts", _starts)


def _starts(state: StateCore) -> None:
    if not context(state).on_paper:
        return
    for token in state.tokens:
        if token.type == "ordered_list_open" and "start" in token.attrs:
            token.attrSet("style", f"counter-reset: list-item {int(token.attrs['start']) - 1}")
