"""The last paragraph of a quotation that starts with a dash says who spoke."""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("quotations", _quotations)


def _quotations(state: StateCore) -> None:
    tokens = state.tokens
    for index in range(3, len(tokens)):
        paragraph, inline = tokens[index - 3], tokens[index - 2]
        ends = tokens[index].type == "blockquote_close" and paragraph.type == "paragraph_open"
        if ends and inline.content.startswith(("— ", "– ", "-- ")):
            paragraph.attrSet("class", "who")
