"""On paper no name in a paragraph is divided, nor its last word, whose tail would be a line of its own."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.context import context
from export.note.unbroken import FIXED, JOINER

# A text of one line has no need.
_SHORT = 60
# A shorter word is not divided anyway; a longer one may have no line that is long enough.
_WORD = rf"[^\W\d_]{{6,24}}(?![\w{JOINER}])"
_NAME = re.compile(rf"(?<!\w)(?=[^\W\d_]*[A-ZÀ-Þ]){_WORD}")
_LAST = re.compile(rf"(?<![\w-]){_WORD}(?=[^\w{JOINER}]*\Z)")
# Behind the raised letters of `1er`.
_MONTH = re.compile(rf"(?<=\der{FIXED}){_WORD}")
# What stands in the text for code, a picture or a line break: no letter.
_OTHER = "\ufffc"


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("whole_words", _whole_words)


def _whole_words(state: StateCore) -> None:
    """After all rules that read the words of a block: a joiner is none of them."""
    if not context(state).on_paper:
        return
    for before, token in zip(state.tokens, state.tokens[1:], strict=False):
        children = token.children or []
        length = sum(len(child.content) for child in children if child.type == "text")
        if before.type == "paragraph_open" and length > _SHORT:
            _mark(children)


def _mark(children: list[Token]) -> None:
    """Over all of a block: the call of a comment may stand within a word."""
    said = [_said(child) for child in children]
    text, start = "".join(said), 0
    ends = sorted({found.end() for kind in (_NAME, _MONTH, _LAST) for found in kind.finditer(text)})
    for child, words in zip(children, said, strict=True):
        end = start + len(words)
        if child.type == "text":
            here = [at - start for at in ends if start < at <= end]
            pieces = zip([0, *here], [*here, len(words)], strict=True)
            child.content = JOINER.join(words[piece:after] for piece, after in pieces)
        start = end


def _said(child: Token) -> str:
    match child.type:
        case "text":
            return child.content
        case "html_inline":
            return ""
        case _:
            return "" if child.nesting else _OTHER
