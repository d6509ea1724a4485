"""On a screen a telephone number is a link that calls it; on paper it is read."""

from itertools import accumulate

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.context import context
from export.note.telephones import calls


def add(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("telephones", _telephones)


def _telephones(state: StateCore) -> None:
    """After the rules that mark what has changed: a number of which a part was marked is no link."""
    if context(state).on_paper:
        return
    for token in state.tokens:
        if token.children:
            token.children = _linked(token.children)


def _linked(children: list[Token]) -> list[Token]:
    """Numbers are looked for in the whole line, so that none is the beginning of a longer one."""
    said = [child.content if child.type in {"text", "code_inline"} else _gap(child) for child in children]
    found = list(calls("".join(said)))
    out: list[Token] = []
    links = 0
    for child, begin in zip(children, accumulate(map(len, said), initial=0), strict=False):
        links += child.nesting if child.tag == "a" else 0
        if child.type == "text" and not links:
            end = begin + len(child.content)
            inside = [(a - begin, b - begin, to) for a, b, to in found if begin <= a and b <= end]
            out += _split(child, inside)
        else:
            out.append(child)
    return out


def _gap(child: Token) -> str:
    """What does not stand in the line of letters: a break ends a number, the end of bold words does not."""
    return "\n" if child.type in {"softbreak", "hardbreak"} else ""


def _split(child: Token, numbers: list[tuple[int, int, str]]) -> list[Token]:
    out: list[Token] = []
    start = 0
    for begin, end, address in numbers:
        out += [
            Token("text", "", 0, content=child.content[start:begin]),
            Token("link_open", "a", 1, attrs={"href": address}),
            Token("text", "", 0, content=child.content[begin:end]),
            Token("link_close", "a", -1),
        ]
        start = end
    child.content = child.content[start:]
    return [*out, child]
