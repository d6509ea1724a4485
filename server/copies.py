"""Copies: what a link to print gives, behind a page that robots may fetch and cannot spend."""

from functools import partial

from aiohttp import hdrs, web

from crdt.roles import Role
from server import editions
from server.answer import page
from server.clock import now_ms
from server.editions import edition_brief
from server.errors import GoneError, NotFoundError
from server.keys import ACCESS, ENGINE, PRESS, SEAL, Access
from server.notes import disposition
from server.print_wish import Wish
from server.storage import Db, links, print_links
from server.storage.editions import numbered
from server.storage.links import Link
from server.storage.print_links import PrintLink, Source

# How long whoever opened the link may load the PDF again, as phones do when they show it or save it.
OPENED_MS = 15 * 60_000


async def show(request: web.Request) -> web.Response:
    """The door of the link: not a word of the note. Nothing is counted, no cookie is given."""
    link, _ = await _link(request)
    left = None if link.max_openings is None else link.max_openings - link.openings
    answer = page(request, "door.html", facts={}, left=left)
    # From a page that tells no referrer a form says `Origin: null`, which older phones leave unexplained.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


async def enter(request: web.Request) -> web.StreamResponse:
    """Print, count one opening, and lead to the PDF. Another link has no door: it just opens."""
    access, token = request[ACCESS], request.match_info["token"]
    if access.role is not Role.PRINT:
        return _led_to(f"/n/{token}")
    _, prints = await _link(request)
    edition = await editions.take(request, access, _wish(prints))
    now = now_ms()
    if not await request.app[ENGINE].write(partial(links.spend, link=access.link, at=now)):
        raise GoneError("link_spent")
    proof = request.app[SEAL].opened(access.link, access.generation, now + OPENED_MS)
    return _led_to(f"/n/{token}/copy/{proof}/{edition.number}.pdf")


async def copy(request: web.Request) -> web.StreamResponse:
    """The PDF, for whoever has just opened the link; everybody else is led to its door."""
    access = request[ACCESS]
    proof, number = request.match_info["proof"], int(request.match_info["number"])
    if access.role is not Role.PRINT:
        raise NotFoundError("no_link")
    if not request.app[SEAL].was_opened(proof, access.link, access.generation, now_ms()):
        return _led_to(f"/n/{request.match_info['token']}")
    edition = await request.app[ENGINE].read(partial(numbered, note=access.note, number=number))
    if edition is None or edition.options.get("link") != access.link:
        raise NotFoundError("no_link")
    brief = await edition_brief(request, edition)
    headers = {hdrs.CONTENT_DISPOSITION: disposition(f"{brief.title} {number}", "pdf")}
    printed = await request.app[PRESS].pdf(brief, access.who)
    return web.Response(body=printed, content_type="application/pdf", headers=headers)


async def _link(request: web.Request) -> tuple[Link, PrintLink]:
    """The link and what it prints. Raises GoneError when it was opened as often as it may be."""
    link, prints = await request.app[ENGINE].read(partial(_find, access=request[ACCESS]))
    if link is None or link.is_spent:
        raise GoneError("link_spent")
    return link, prints


def _find(db: Db, *, access: Access) -> tuple[Link | None, PrintLink]:
    return links.find(db, access.link), print_links.find(db, access.link)


def _wish(prints: PrintLink) -> Wish:
    return Wish(
        is_live=prints.source is Source.LIVE,
        format=prints.format,
        recipient=prints.recipient,
        is_marked=bool(prints.recipient),
        copy_number=prints.copy_number,
        link=prints.link,
    )


def _led_to(path: str) -> web.Response:
    return web.Response(status=web.HTTPSeeOther.status_code, headers={hdrs.LOCATION: path})
