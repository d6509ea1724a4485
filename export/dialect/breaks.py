r"""A page begins where a line of its own says `\newpage` or `\pagebreak`, as Pandoc and LaTeX have it."""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from export.dialect.context import context
from export.note.labels import labels

BREAK = "page_break"
_LINE = re.compile(r"\\(?:newpage|pagebreak)[ \t]*\Z")
_MOST_INDENT = 4


def add(markdown: MarkdownIt) -> None:
    markdown.block.ruler.before("paragraph", BREAK, _block, {"alt": ["paragraph"]})
    markdown.core.ruler.after("block", BREAK, _once)
    markdown.add_render_rule(BREAK, _render)


def _block(state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001 -- markdown-it's
    """Only between the blocks of a note: inside a list or a box the line stays text."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if state.level or state.sCount[start] >= _MOST_INDENT or not _LINE.match(line):
        return False
    if not silent:
        token = state.push(BREAK, "div", 0)
        token.map = [start, start + 1]
        token.markup = line.strip()
        state.line = start + 1
    return True


def _once(state: StateCore) -> None:
    """No page stays empty: one after another begins none, nor does one at the end."""
    kept: list[Token] = []
    for token in state.tokens:
        if token.type != BREAK or (kept and kept[-1].type != BREAK):
            kept.append(token)
    while kept and kept[-1].type == BREAK:
        kept.pop()
    state.tokens = kept


def _render(
    _renderer: RendererHTML, _tokens: Sequence[Token], _index: int, _options: OptionsDict, env: EnvType
) -> str:
    about = context(env)
    said = "" if about.on_paper else f"<span>{labels(about.lang)['page-break']}</span>"
    return f'<div class="page-break">{said}</div>\n'
