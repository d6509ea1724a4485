"""A picture from elsewhere is never fetched: its description stands in its place."""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from export.dialect.context import context
from export.labels import labels
from export.typography import typeset


def add(markdown: MarkdownIt) -> None:
    markdown.add_render_rule("image", _render)


def _render(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    lang = context(env).lang
    described = renderer.renderInlineAsText(tokens[index].children, options, env).strip()
    name = labels(lang)["image"]
    said = typeset(f"{name} : {described}" if described else name, lang)
    return f'<span class="picture">[{escapeHtml(said)}]</span>'
