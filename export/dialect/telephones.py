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
    """After the rules that mark what has changed."""
    if context(state).on_paper:
        return
    for token in state.tokens:
        if token.children:
            token.children = _linked(token.children)


def _linked(children: list[Token]) -> list[Token]:
    """Numbers are looked for in the whole line; of one that is partly bold, or new, each part is a link."""
    said = [child.content if child.type in {"text", "code_inline"} else _gap(child) for child in children]
    found = list(calls("".join(said)))
    out: list[Token] = []
    links = 0
    for child, begin in zip(children, accumulate(map(len, said), initial=0), strict=False):
        links += child.nesting if child.tag == "a" else 0
        if child.type == "text" and not links:
            end = begin + len(child.content)
            parts = [(max(a, begin) - begin, min(b, end) - begin, to) for a, b, to in found]
            out += _split(child, [part for part in parts if part[0] < part[1]])
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
        said = child.content[begin:end].rstrip()
        out += [
            Token("text", "", 0, content=child.content[start:begin]),
            Token("link_open", "a", 1, attrs={"href": address}),
            Token("text", "", 0, content=said),
            Token("link_close", "a", -1),
        ]
        start = begin + len(said)
    child.content = child.content[start:]
    return [*out, child]
