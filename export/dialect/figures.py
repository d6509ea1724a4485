"""A picture that stands alone in its paragraph is a figure, and its description its caption.

On paper a small one among words is a sign, as high as their line.
"""

from collections.abc import Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from export.dialect.context import Context, context
from export.note.picture_kinds import is_sign, is_upright, kind
from export.note.pictures import is_alone, name_of
from export.note.typography import typeset

_SIGN: Final = "sign"
_WORDS: Final = {"text", "code_inline"}
_FOOTNOTE: Final = {"footnote_open", "footnote_close"}


def has_words(inlines: Sequence[Token | SyntaxTreeNode]) -> bool:
    """Whether a picture among them stands in a sentence."""
    return any(one.type in _WORDS and one.content.strip() for one in inlines)


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("figures", _figures)


def _figures(state: StateCore) -> None:
    about = context(state)
    renderer = state.md.renderer
    if not isinstance(renderer, RendererHTML):
        return
    is_in_footnote = False
    for index, token in enumerate(state.tokens):
        if token.type in _FOOTNOTE:
            is_in_footnote = token.type == "footnote_open"
        # At the foot of a page all of a footnote is one line.
        if about.on_paper:
            _mark_signs(token.children or [], about)
        image = None if is_in_footnote and about.on_paper else _alone(token, about)
        opened = state.tokens[index - 1]
        if image is None or opened.type != "paragraph_open" or opened.hidden:
            continue
        # In a footnote its way back stands before the end.
        behind = (state.tokens[at] for at in range(index + 1, len(state.tokens)))
        closed = next(one for one in behind if one.type == "paragraph_close")
        opened.tag = closed.tag = "figure"
        opened.attrSet("class", "image")
        described = renderer.renderInlineAsText(image.children, state.md.options, state.env)
        said = typeset(str(image.attrs.get("title") or described).strip(), about.lang)
        if not about.on_paper:
            # Its description is read out: the caption is drawn from it, and is no letter of the text.
            opened.attrSet("data-said", said)
            continue
        opened.attrSet("class", _classes(image, described, about))
        caption = f"<figcaption>{escapeHtml(said)}</figcaption>" if said else ""
        token.children = [image, Token("html_inline", "", 0, content=caption)]


def _mark_signs(children: Sequence[Token], about: Context) -> None:
    """Those that stand among words, and whose width nobody said."""
    if not has_words(children):
        return
    for child in children:
        content = about.images.get(name_of(str(child.attrs.get("src", ""))))
        if child.type == "image" and "width" not in child.attrs and content and is_sign(content):
            child.attrSet("class", _SIGN)


def _classes(image: Token, described: str, about: Context) -> str:
    """What the styles set it by: what it is, its shape, and whether the note says its width."""
    content = about.images[name_of(str(image.attrs.get("src", "")))]
    names = ["image", kind(content, described)]
    names += ["upright"] * is_upright(content) + ["sized"] * ("width" in image.attrs)
    return " ".join(names)


def _alone(token: Token, about: Context) -> Token | None:
    if not is_alone(token.children or []):
        return None
    image = next(child for child in token.children or [] if child.type == "image")
    is_shown = not about.on_paper or name_of(str(image.attrs.get("src", ""))) in about.images
    return image if is_shown else None
