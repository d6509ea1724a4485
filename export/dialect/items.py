"""On paper a list item that holds blocks gets a body element, or a screen reader would lose them.

WeasyPrint tags a <dd> inside an <li> as the LBody that PDF/UA-1 asks for (ISO 32000-1, 14.8.4.3.3), and other
blocks as children that no list item may have.
"""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.context import context

_TAGGED_ALREADY = frozenset({"bullet_list_open", "ordered_list_open", "inline"})


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("items", _items)


def _items(state: StateCore) -> None:
    if not context(state).on_paper:
        return
    out: list[Token] = []
    wrapped: list[bool] = []
    for index, token in enumerate(state.tokens):
        out.append(token)
        if token.type == "list_item_open":
            # A task has no bullet, and so no such trouble.
            is_task = "task" in str(token.attrs.get("class", ""))
            wrapped.append(not is_task and _holds_blocks(state.tokens, index))
            if wrapped[-1]:
                out.append(Token("html_block", "", 0, content='<dd class="item">'))
        elif token.type == "list_item_close" and wrapped.pop():
            out.insert(-1, Token("html_block", "", 0, content="</dd>"))
    state.tokens = out


def _holds_blocks(tokens: list[Token], index: int) -> bool:
    level = tokens[index].level
    for token in tokens[index + 1 :]:
        if token.level <= level:
            return False
        is_child = token.level == level + 1 and token.nesting >= 0
        if is_child and not token.hidden and token.type not in _TAGGED_ALREADY:
            return True
    return False
