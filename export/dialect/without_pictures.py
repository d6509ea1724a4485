"""Pictures of the note are left out of a print without them, with their captions; charts stay."""

from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.context import context
from export.note.pictures import is_alone, name_of

# What would hold nothing, once its picture has gone.
_HOLDERS: Final = frozenset({"paragraph", "list_item", "bullet_list", "ordered_list", "blockquote"})
_PARAGRAPH: Final = ("paragraph_open", "inline", "paragraph_close")


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("without_pictures", _leave_out)


def _leave_out(state: StateCore) -> None:
    about = context(state)
    if about.has_pictures or not about.on_paper:
        return
    left: list[Token] = []
    has_gone = False
    for index, token in enumerate(state.tokens):
        around = [one.type for one in state.tokens[index - 1 : index + 2]]
        children = token.children or []
        if is_alone(children) and tuple(around) == _PARAGRAPH:
            has_gone = True
            continue
        if has_gone and left and _ends(left[-1], token):
            left.pop()
            continue
        has_gone = False
        if token.children:
            token.children = [child for child in children if not _is_own(child)]
        left.append(token)
    state.tokens = left


def _is_own(token: Token) -> bool:
    return token.type == "image" and name_of(str(token.attrs.get("src", ""))) != ""


def _ends(opened: Token, closed: Token) -> bool:
    kind = opened.type.removesuffix("_open")
    return kind in _HOLDERS and opened.nesting == 1 and closed.type == f"{kind}_close"
