"""Links go to the web, to mail, to a telephone or to a heading of the note; pictures are the note's own."""

import re
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.context import context
from export.dialect.headings import anchor
from export.note.pictures import name_of

_ALLOWED = re.compile(r"(?:https?://[^/]|mailto:.|tel:.|#.)", re.IGNORECASE)


def add(markdown: MarkdownIt) -> None:
    markdown.validateLink = _is_allowed  # type: ignore[method-assign, assignment]
    markdown.core.ruler.push("links", _links)


def _is_allowed(address: str) -> bool:
    return _ALLOWED.match(address.strip()) is not None or name_of(address) != ""


def _links(state: StateCore) -> None:
    names = {str(token.attrs["id"]) for token in state.tokens if "id" in token.attrs}
    on_screen = not context(state).on_paper
    for token in state.tokens:
        dead: list[Token] = []
        for child in token.children or ():
            if child.type == "link_open":
                _point(child, names, dead)
                if on_screen and not str(child.attrs.get("href", "#")).startswith("#"):
                    child.attrSet("rel", "noopener noreferrer")
            elif child.type == "link_close" and dead and child.level == dead[-1].level:
                dead.pop()
                child.type, child.tag = "text", ""


def _point(link: Token, names: set[str], dead: list[Token]) -> None:
    """A link to a heading finds it by its words; a link to no heading is no link."""
    address = str(link.attrs.get("href", ""))
    if not address.startswith("#"):
        return
    name = anchor(unquote(address[1:]))
    if name in names:
        link.attrs = {"href": f"#{name}"}
    else:
        link.type, link.tag, link.nesting = "text", "", 0
        dead.append(link)
