"""Links go to the web, mail, a telephone, a heading, or another note; pictures are the note's own."""

import re
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect.context import Context, context
from export.dialect.headings import anchor
from export.note.own_addresses import is_own_address
from export.note.pictures import name_of

_ALLOWED = re.compile(r"(?:https?://[^/]|mailto:.|tel:.|#.)", re.IGNORECASE)


def add(markdown: MarkdownIt) -> None:
    markdown.validateLink = _is_allowed  # type: ignore[method-assign, assignment]
    markdown.core.ruler.push("links", _links)


def _is_allowed(address: str) -> bool:
    return _ALLOWED.match(address.strip()) is not None or name_of(address) != "" or is_own_address(address)


def _links(state: StateCore) -> None:
    about = context(state)
    names = {str(token.attrs["id"]) for token in state.tokens if "id" in token.attrs}
    for token in state.tokens:
        dead: list[Token] = []
        for child in token.children or ():
            if child.type == "link_open":
                _point(child, names, dead, about)
                if not about.on_paper and not str(child.attrs.get("href", "#")).startswith(("#", "/")):
                    child.attrSet("rel", "noopener noreferrer")
            elif child.type == "link_close" and dead and child.level == dead[-1].level:
                dead.pop()
                child.type, child.tag = "text", ""


def _point(link: Token, names: set[str], dead: list[Token], about: Context) -> None:
    """A link to a heading finds it by its words. One that leads nowhere from here is no link."""
    address = str(link.attrs.get("href", ""))
    name = anchor(unquote(address[1:])) if address.startswith("#") else ""
    if name in names:
        link.attrs = {"href": f"#{name}"}
    elif is_own_address(address) and about.origin is not None:
        link.attrs["href"] = about.origin + address
    elif address.startswith(("#", "/")):
        link.type, link.tag, link.nesting = "text", "", 0
        dead.append(link)
