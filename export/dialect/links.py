"""Links go to the web, mail, a telephone, a heading, or another note; pictures are the note's own."""

from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from export.dialect import bare_links, unfinished_links
from export.dialect.context import Context, context
from export.dialect.headings import anchor
from export.dialect.targets import is_whole
from export.note.own_addresses import is_own_address
from export.note.pictures import name_of


def add(markdown: MarkdownIt) -> None:
    markdown.validateLink = _is_allowed  # type: ignore[method-assign, assignment]
    unfinished_links.add(markdown)
    bare_links.add(markdown)
    markdown.core.ruler.push("links", _links)


def _is_allowed(address: str) -> bool:
    return is_whole(address.strip()) or name_of(address) != ""


def _links(state: StateCore) -> None:
    about = context(state)
    names = {str(token.attrs["id"]) for token in state.tokens if "id" in token.attrs}
    for token in state.tokens:
        dead: list[Token] = []
        depth = 0
        for child in token.children or ():
            depth += child.nesting if child.tag == "a" else 0
            if child.type == "link_open":
                # In the words of another link it is words.
                _point(child, names, dead, about) if depth == 1 else _kill(child, dead)
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
    elif not address or address.startswith(("#", "/")):
        _kill(link, dead)


def _kill(link: Token, dead: list[Token]) -> None:
    link.type, link.tag, link.nesting = "text", "", 0
    dead.append(link)
