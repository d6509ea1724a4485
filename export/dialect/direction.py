"""`dir="rtl"` on blocks most letters of which are Hebrew, Arabic or the like.

Such words among others are isolated, and so are figures among them, as the language of the note writes those.
A list and a table follow all of their text, items of a list the list.
"""

from collections.abc import Callable, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.context import context
from export.note.direction import FIRST, figures, is_right_to_left, runs

_BLOCKS = frozenset({
    *("paragraph_open", "heading_open", "th_open", "td_open", "dt_open", "dd_open"),
    *("bullet_list_open", "ordered_list_open", "table_open", "blockquote_open"),
})  # fmt: skip


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.after("inline", "direction", _direction)


def add_isolates(markdown: MarkdownIt) -> None:
    """After all rules that read words."""
    markdown.core.ruler.push("isolates", _isolates)


def _direction(state: StateCore) -> None:
    """Only where it is not that of what stands around."""
    lang = context(state).lang
    is_base = is_right_to_left("", lang)
    if max(state.src, default="") < FIRST and not is_base:
        return
    around = [is_base]
    for at, token in enumerate(state.tokens):
        if token.nesting > 0:
            is_rtl = around[-1]
            if token.type in _BLOCKS and not token.hidden:
                is_rtl = is_right_to_left(_text(state.tokens, at), lang)
                if is_rtl != around[-1]:
                    token.attrSet("dir", "rtl" if is_rtl else "ltr")
            around.append(is_rtl)
        elif token.nesting < 0:
            around.pop()


def _isolates(state: StateCore) -> None:
    if max(state.src, default="") < FIRST:
        return
    around = [is_right_to_left("", context(state).lang)]
    for token in state.tokens:
        if token.nesting > 0:
            said = token.attrs.get("dir")
            around.append(around[-1] if said is None else said == "rtl")
        elif token.nesting < 0 and len(around) > 1:
            around.pop()
        elif token.type == "inline":
            lang, children = context(state).lang, token.children or []
            if not around[-1]:
                token.children = _isolated(children, lang)
            elif not is_right_to_left("", lang):
                token.children = _pieces(children, figures)


def _isolated(children: Sequence[Token], lang: str) -> list[Token]:
    """As a whole where most letters are of the other direction, as in an item of a list; else each run."""
    if is_right_to_left("".join(child.content for child in children if child.type == "text"), lang):
        return [_html('<bdi dir="rtl">'), *_pieces(children, figures), _html("</bdi>")]
    return _pieces(children, runs)


def _pieces(children: Sequence[Token], cut: Callable[[str], list[tuple[str, bool]]]) -> list[Token]:
    """With those pieces in elements of their own that are of the other direction."""
    opened = '<bdi dir="ltr">' if cut is figures else "<bdi>"
    out: list[Token] = []
    for child in children:
        pieces = cut(child.content) if child.type == "text" else []
        if not any(is_other for _, is_other in pieces):
            out.append(child)
            continue
        for piece, is_other in pieces:
            text = Token("text", "", 0, content=piece)
            out += [_html(opened), text, _html("</bdi>")] if is_other else [text]
    return out


def _html(content: str) -> Token:
    return Token("html_inline", "", 0, content=content)


def _text(tokens: Sequence[Token], at: int) -> str:
    """All words of a block."""
    depth, said = 0, []
    for token in tokens[at:]:
        depth += token.nesting
        if token.type == "inline":
            said += [child.content for child in token.children or () if child.type == "text"]
        if depth <= 0:
            break
    return "".join(said)
