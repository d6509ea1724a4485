"""The dialect as a syntax tree, before anything is drawn: the source of office files and plain text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from export.dialect import (
    answers,
    breaks,
    callouts,
    captions,
    headings,
    limits,
    links,
    ordinals,
    quotations,
    spaces,
    sublists,
    tasks,
)
from export.dialect.context import ENTRY, Context, Target
from export.note import line_breaks, pictures, rows
from export.note.limits import check_text, clean

_RULES: tuple[Callable[[MarkdownIt], None], ...] = (
    limits.add,
    rows.add,
    line_breaks.add,
    pictures.add,
    sublists.add,
    answers.add,
    breaks.add,
    callouts.add,
    spaces.add,
    headings.add,
    links.add,
    tasks.add,
    quotations.add,
    captions.add,
    ordinals.add,
)
_NOTES = "footnote_block"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The blocks of a note, and the blocks of each footnote by the `id` in the meta of its calls."""

    blocks: tuple[SyntaxTreeNode, ...]
    notes: Mapping[int, tuple[SyntaxTreeNode, ...]]


def tree(body: str, *, lang: str, origin: str | None = None) -> Tree:
    """The same reading as on paper: same limits, same typography, same links. Raises TooMuch."""
    check_text(body)
    markdown = MarkdownIt("js-default", {"html": False, "breaks": True, "typographer": False})
    markdown.use(footnote_plugin).use(deflist_plugin)
    for add in _RULES:
        add(markdown)
    tokens = markdown.parse(clean(body), {ENTRY: Context(lang=lang, target=Target.SCREEN, origin=origin)})
    root = SyntaxTreeNode([_sound(token) for token in tokens])
    blocks = [node for node in root.children if node.type != _NOTES]
    ends = [node for node in root.children if node.type == _NOTES]
    notes = {int(note.meta["id"]): tuple(note.children) for end in ends for note in end.children}
    return Tree(blocks=tuple(blocks), notes=notes)


def _sound(token: Token) -> Token:
    """Without the signs that are drawn, and without the ends of links to nowhere, which have no beginning."""
    if token.children:
        token.children = [
            child
            for child in token.children
            if child.type != "html_inline" and not (child.type == "text" and child.nesting < 0)
        ]
    return token
