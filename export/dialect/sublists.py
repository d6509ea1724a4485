"""In a list item, a line with a list mark begins a list, even an empty one or one that counts from 2.

CommonMark takes `- ` under the words of an item for the underline of a heading, and `2. ` for words.
The editor writes both, and shows a sub-item (`sublists` in web/src/text/markdown.ts).
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, lheading

_MARK = re.compile(r"(?:[-+*]|\d{1,9}[.)])(?:[ \t]|\Z)")


def add(markdown: MarkdownIt) -> None:
    markdown.block.ruler.before("list", "sublist", _ends_paragraph, {"alt": ["paragraph", "reference"]})
    markdown.block.ruler.at("lheading", _heading)


def _ends_paragraph(state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001 -- markdown-it's
    """Only a paragraph is asked whether it ends here; the list itself is read by markdown-it's own rule."""
    return silent and _begins_list(state, start) and _is_in_item(state)


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 -- markdown-it's
    """A heading with a line under it ends before the next list."""
    if _is_in_item(state):
        end = next((line for line in range(start + 1, end) if _begins_list(state, line)), end)
    return lheading(state, start, end, silent)


def _begins_list(state: StateBlock, number: int) -> bool:
    if state.sCount[number] < state.blkIndent or state.is_code_block(number):
        return False
    return (
        _MARK.match(state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]) is not None
    )


def _is_in_item(state: StateBlock) -> bool:
    """Whether the innermost block that is still open is an item."""
    if state.listIndent < 0:
        return False
    closed = 0
    for token in reversed(state.tokens):
        closed -= token.nesting
        if closed < 0:
            return token.type == "list_item_open"
    return False
