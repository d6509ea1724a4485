"""Copies of a note: what its link to print gives, behind a page that robots may fetch and cannot spend."""

from functools import partial

from aiohttp import hdrs, web

from server.http.access import note_access
from server.http.answer import disposition
from server.http.keys import ENGINE
from server.paper import editions, print_link_page
from server.paper.editions import edition_brief
from server.paper.layout import setting_of
from server.paper.press import PRESS
from server.paper.request import Wish
from server.storage.editions import numbered
from server.storage.print_links import PrintLink, Source


async def enter(request: web.Request) -> web.StreamResponse:
    """POST /n/{token}: print, count one opening, lead to the PDF. Another link has no door: it just opens."""
    prints = await print_link_page.prints_of(request)
    if prints is None:
        return print_link_page.to_door(request)
    edition = await editions.take(request, note_access(request), _wish(prints))
    return await print_link_page.let_in(request, edition.number)


async def copy(request: web.Request) -> web.StreamResponse:
    """The PDF, for whoever has just opened the link; everybody else is led to its door."""
    if not print_link_page.is_let_in(request):
        return print_link_page.to_door(request)
    access, number = note_access(request), int(request.match_info["number"])
    found = await request.app[ENGINE].read(partial(numbered, note=access.note, number=number))
    brief = await edition_brief(request, print_link_page.check_mine(request, found))
    headers = {hdrs.CONTENT_DISPOSITION: disposition(f"{brief.title} {number}", "pdf")}
    printed = await request.app[PRESS].pdf(brief, access.who)
    return web.Response(body=printed, content_type="application/pdf", headers=headers)


def _wish(prints: PrintLink) -> Wish:
    return Wish(
        is_live=prints.source is Source.LIVE,
        format=prints.format,
        recipient=prints.recipient,
        is_marked=bool(prints.recipient),
        copy_number=prints.copy_number,
        setting=setting_of(prints),
        link=prints.link,
    )
