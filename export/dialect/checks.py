"""On paper `[à vérifier]` cannot be overlooked: it is highlighted."""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.context import context
from export.note.marks import MARK


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("checks", _checks)


def _checks(state: StateCore) -> None:
    if not context(state).on_paper:
        return
    for token in state.tokens:
        if token.children and MARK.search(token.content):
            token.children = [part for child in token.children for part in _split(child)]


def _split(child: Token) -> list[Token]:
    if child.type != "text":
        return [child]
    out: list[Token] = []
    start = 0
    for match in MARK.finditer(child.content):
        out += [
            Token("text", "", 0, content=child.content[start : match.start()]),
            Token("mark_open", "mark", 1),
            Token("text", "", 0, content=match[0]),
            Token("mark_close", "mark", -1),
        ]
        start = match.end()
    child.content = child.content[start:]
    return [*out, child]
