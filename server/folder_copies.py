"""Copies of a pochette: what its link to print gives, behind a page that robots cannot spend."""

from functools import partial

from aiohttp import hdrs, web

from crdt.roles import Role
from server import folder_editions
from server.answer import page
from server.clock import now_ms
from server.copies import OPENED_MS
from server.errors import GoneError, NotFoundError
from server.folder_editions import Wish, edition_folder
from server.folder_prints import as_pdf
from server.folders import row_of
from server.keys import BINDERY, ENGINE, FOLDER_ACCESS, SEAL, FolderAccess
from server.storage import Db, links, print_links
from server.storage.links import Link
from server.storage.print_links import PrintLink, Source


async def show(request: web.Request) -> web.Response:
    """The door of the link: not a word of the pochette. Nothing is counted, no cookie is given."""
    link, _ = await _link(request)
    left = None if link.max_openings is None else link.max_openings - link.openings
    answer = page(request, "door.html", facts={}, left=left)
    # From a page that tells no referrer a form says `Origin: null`, which older phones leave unexplained.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


async def enter(request: web.Request) -> web.StreamResponse:
    """POST /p/{token}: print, count one opening, and lead to the PDF. Another link has no door."""
    access, token = request[FOLDER_ACCESS], request.match_info["token"]
    if access.role is not Role.PRINT:
        return _led_to(f"/p/{token}")
    _, prints = await _link(request)
    row = await row_of(request.app, access.folder)
    edition = await folder_editions.take(request, row, _wish(prints))
    now = now_ms()
    if not await request.app[ENGINE].write(partial(links.spend, link=access.link, at=now)):
        raise GoneError("link_spent")
    proof = request.app[SEAL].opened(access.link, access.generation, now + OPENED_MS)
    return _led_to(f"/p/{token}/copy/{proof}/{edition.number}.pdf")


async def copy(request: web.Request) -> web.StreamResponse:
    """The PDF, for whoever has just opened the link; everybody else is led to its door."""
    access, number = request[FOLDER_ACCESS], int(request.match_info["number"])
    proof = request.match_info["proof"]
    if access.role is not Role.PRINT:
        raise NotFoundError("no_link")
    if not request.app[SEAL].was_opened(proof, access.link, access.generation, now_ms()):
        return _led_to(f"/p/{request.match_info['token']}")
    edition = await folder_editions.find(request, number)
    if edition.options.get("link") != access.link:
        raise NotFoundError("no_link")
    return await _printed(request, number)


async def again(request: web.Request) -> web.StreamResponse:
    """GET /p/{token}/edition/{number}.pdf: the pochette as it was printed."""
    return await _printed(request, int(request.match_info["number"]))


async def _printed(request: web.Request, number: int) -> web.Response:
    edition = await folder_editions.find(request, number)
    row = await row_of(request.app, request[FOLDER_ACCESS].folder)
    whole = await request.app[BINDERY].begin(await edition_folder(request, edition)).result()
    return as_pdf(whole.pdf, row, str(edition.number), edition.recipient)


async def _link(request: web.Request) -> tuple[Link, PrintLink]:
    """The link and what it prints. Raises GoneError when it was opened as often as it may be."""
    link, prints = await request.app[ENGINE].read(partial(_find, access=request[FOLDER_ACCESS]))
    if link is None or link.is_spent:
        raise GoneError("link_spent")
    return link, prints


def _find(db: Db, *, access: FolderAccess) -> tuple[Link | None, PrintLink]:
    return links.find(db, access.link), print_links.find(db, access.link)


def _wish(prints: PrintLink) -> Wish:
    return Wish(
        is_live=prints.source is Source.LIVE,
        recipient=prints.recipient,
        copy_number=prints.copy_number,
        link=prints.link,
    )


def _led_to(path: str) -> web.Response:
    return web.Response(status=web.HTTPSeeOther.status_code, headers={hdrs.LOCATION: path})
