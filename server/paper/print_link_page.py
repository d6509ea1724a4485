"""The page of a link to print: shows no title, counts openings."""

from functools import partial

from aiohttp import web

from crdt.roles import Role
from server.clock import now_ms
from server.errors import GoneError, NotFoundError
from server.http.access import ACCESS
from server.http.answer import led_to, page
from server.http.keys import ENGINE, SEAL
from server.http.paths import own_path
from server.rights.access import Access
from server.storage import Db, print_links
from server.storage.editions import Edition
from server.storage.print_links import PrintLink
from server.storage.rights import links
from server.storage.rights.links import Link
from server.targets import Target
from server.text.paths import LinkPage

# How long the PDF may be loaded again after an opening, as phones do when they show or save it.
OPENED_MS = 15 * 60_000


async def show(request: web.Request) -> web.Response:
    """The door: not a word of what is behind. Nothing is counted, no cookie is given."""
    link, _ = await _link(request)
    left = None if link.max_openings is None else link.max_openings - link.openings
    answer = page(request, "door.html", facts={}, left=left)
    # From a page that tells no referrer a form says `Origin: null`, which older phones leave unexplained.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


async def prints_of(request: web.Request) -> PrintLink:
    """What the link prints. Raises GoneError."""
    _, prints = await _link(request)
    return prints


async def let_in(request: web.Request, number: int) -> web.Response:
    """Count one opening, and lead to the PDF of that edition. Raises GoneError."""
    access, now = request[ACCESS], now_ms()
    if not await request.app[ENGINE].write(partial(links.spend, link=access.own_link, at=now)):
        raise GoneError("link_spent")
    proof = request.app[SEAL].opened(access.own_link, access.generation, now + OPENED_MS)
    return led_to(own_path(request, LinkPage.COPY, proof=proof, number=number))


def is_let_in(request: web.Request) -> bool:
    """Whether the client has just opened the link, else it is led to its page. Raises NotFoundError."""
    access = request[ACCESS]
    if access.role is not Role.PRINT:
        raise NotFoundError("no_link")
    proof = request.match_info["proof"]
    return request.app[SEAL].was_opened(proof, access.own_link, access.generation, now_ms())


def check_mine(request: web.Request, edition: Edition | None) -> Edition:
    """The edition, if this link has printed it. Raises NotFoundError."""
    if edition is None or edition.options.get("link") != request[ACCESS].own_link:
        raise NotFoundError("no_link")
    return edition


def to_door(request: web.Request) -> web.Response:
    """303 to where the link opens."""
    return led_to(own_path(request))


async def _link(request: web.Request) -> tuple[Link, PrintLink]:
    """The link and what it prints. Raises GoneError when it was opened as often as it may be."""
    link, prints = await request.app[ENGINE].read(partial(_find, access=request[ACCESS]))
    if link is None or link.is_spent:
        raise GoneError("link_spent")
    return link, prints


def _find(db: Db, *, access: Access[Target]) -> tuple[Link | None, PrintLink]:
    return links.find(db, access.own_link), print_links.find(db, access.own_link)
