"""Numbers of paragraphs, so that a passage is named on the telephone: *page 3, § 12*.

A paragraph has one, in a box too; a list, a quotation, and a question with its answers have one as a whole.
They depend on the text alone: every format of a note has the same.
"""

from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.context import context

NUMBER: Final = "data-number"
_WHOLE: Final = frozenset({"bullet_list_open", "ordered_list_open", "blockquote_open", "dt_open"})
_WITHOUT: Final = frozenset({"dd_open", "table_open", "footnote_block_open", "footnote_reference_open"})


def add(markdown: MarkdownIt) -> None:
    """Once captions and figures are known, before what is added to a text."""
    markdown.core.ruler.push("paragraph_numbers", _numbers)


def _numbers(state: StateCore) -> None:
    if not context(state).numbers_paragraphs:
        return
    number = 0
    depth = 0  # in what has a number as a whole, or none
    for token in state.tokens:
        if depth:
            depth += token.nesting
            continue
        if _has_number(token):
            number += 1
            token.attrSet(NUMBER, str(number))
        depth = int(token.type in _WHOLE or token.type in _WITHOUT)


def _has_number(token: Token) -> bool:
    return token.type in _WHOLE or (token.type == "paragraph_open" and token.tag == "p")
