"""Boxes: `::: retenir [title]` up to `:::`, in the six kinds that a briefing note needs."""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.container import container_plugin

from export.dialect.context import Context, context
from export.dialect.lines import lines_of
from export.note.labels import labels
from export.note.typography import typeset

# Where the token of a box holds its title as HTML with marks.
MARKED = "marked"
KINDS = ("retenir", "chiffres", "langage", "vigilance", "riposte", "contexte")


def add(markdown: MarkdownIt) -> None:
    for kind in KINDS:
        markdown.use(container_plugin, kind, render=_render)


def _render(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, env: EnvType
) -> str:
    token = tokens[index]
    if token.nesting < 0:
        return "</div></div>\n"
    about = context(env)
    kind, _, _ = token.info.strip().partition(" ")
    title = title_of(token, about)
    name = escapeHtml(title or typeset(labels(about.lang)[kind], about.lang))
    own = "" if title else " unnamed"
    return (
        f'<div class="callout {kind}{own}" role="note" aria-label="{name}"{lines_of(token)}>'
        f'<p class="callout-title">{token.meta.get(MARKED, name)}</p><div class="callout-body">\n'
    )


def title_of(token: Token, about: Context) -> str:
    """The title that a box was given, as it is shown; empty where only its kind names it."""
    _, _, title = token.info.strip().partition(" ")
    return typeset(title.strip(), about.lang)
