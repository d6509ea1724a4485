"""Copies of a pochette: what its link to print gives, behind a page that robots cannot spend."""

from aiohttp import web

from server.folders import editions
from server.folders.bindery import BINDERY
from server.folders.editions import Wish, edition_folder
from server.folders.folders import row_of
from server.folders.prints import as_pdf
from server.http.access import folder_access
from server.paper import print_link_page
from server.storage.editions import Edition
from server.storage.print_links import PrintLink, Source


async def enter(request: web.Request) -> web.StreamResponse:
    """POST /p/{token}: print, count one opening, and lead to the PDF. Another link has no door."""
    prints = await print_link_page.prints_of(request)
    if prints is None:
        return print_link_page.to_door(request)
    row = await row_of(request.app, folder_access(request).folder)
    edition = await editions.take(request, row, _wish(prints))
    return await print_link_page.let_in(request, edition.number)


async def copy(request: web.Request) -> web.StreamResponse:
    """The PDF, for whoever has just opened the link; everybody else is led to its door."""
    if not print_link_page.is_let_in(request):
        return print_link_page.to_door(request)
    found = await editions.find(request, int(request.match_info["number"]))
    return await _printed(request, print_link_page.check_mine(request, found))


async def again(request: web.Request) -> web.StreamResponse:
    """GET /p/{token}/edition/{number}.pdf: the pochette as it was printed."""
    return await _printed(request, await editions.find(request, int(request.match_info["number"])))


async def _printed(request: web.Request, edition: Edition) -> web.Response:
    row = await row_of(request.app, folder_access(request).folder)
    whole = await request.app[BINDERY].begin(await edition_folder(request, edition)).result()
    return as_pdf(whole.pdf, row, str(edition.number), edition.recipient)


def _wish(prints: PrintLink) -> Wish:
    return Wish(
        is_live=prints.source is Source.LIVE,
        recipient=prints.recipient,
        copy_number=prints.copy_number,
        link=prints.link,
    )
