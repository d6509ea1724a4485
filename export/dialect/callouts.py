"""Boxes: `::: retenir [title]` up to `:::`, in the six kinds that a briefing note needs."""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.container import container_plugin

from export.dialect.context import context
from export.note.labels import labels
from export.note.typography import typeset

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
    kind, _, title = token.info.strip().partition(" ")
    name = escapeHtml(typeset(title.strip() or labels(about.lang)[kind], about.lang))
    own = "" if title.strip() else " unnamed"
    return (
        f'<div class="callout {kind}{own}" role="note" aria-label="{name}">'
        f'<p class="callout-title">{name}</p><div class="callout-body">\n'
    )
