"""The note's own pictures are shown; one from elsewhere is never fetched: its description stands there."""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from export.dialect.context import context
from export.note.labels import labels
from export.note.pictures import name_of
from export.note.typography import typeset


def add(markdown: MarkdownIt) -> None:
    markdown.add_render_rule("image", _render)


def _render(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    about, token = context(env), tokens[index]
    lang = about.lang
    described = renderer.renderInlineAsText(token.children, options, env).strip()
    own = name_of(str(token.attrs.get("src", "")))
    width = escapeHtml(str(token.attrs.get("width", "")))
    if about.on_paper and own in about.images:
        about.pictures[own] = about.images[own]
        alt = escapeHtml(typeset(described, lang) or labels(lang)["image"])
        style = f' style="width: {width}"' if width else ""
        name = f' class="{token.attrs["class"]}"' if "class" in token.attrs else ""
        return f'<img src="pochette:{own}" alt="{alt}"{name}{style}>'
    if own and not about.on_paper:
        # An attribute, since the policy of the page forbids styles.
        size = f' width="{width}"' if width else ""
        return f'<img src="image/{own}" alt="{escapeHtml(typeset(described, lang))}"{size}>'
    return f'<span class="picture">[{escapeHtml(instead(described, lang))}]</span>'


def instead(described: str, lang: str) -> str:
    """What stands in the place of a picture that is not shown."""
    name = labels(lang)["image"]
    return typeset(f"{name} : {described}" if described else name, lang)
