"""The printed pochette: its PDF, its pages as pictures, and how far the printing is."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from aiohttp import hdrs, web

from crdt.roles import Role
from server.errors import BadInputError, ForbiddenError, NotFoundError
from server.folders import since
from server.folders.bindery import BINDERY, Printing, bind
from server.folders.briefs import folder_of
from server.folders.editions import FolderPrintRequest, next_edition, of_recipient
from server.folders.folders import keep_pages, row_of, title_of_file
from server.folders.places import Place, places
from server.http.access import LANG, folder_access
from server.http.answer import disposition
from server.http.templates import PAGES
from server.live.keys import ROOMS
from server.paper import print_link_page
from server.storage.folders import FolderRow
from server.visitors.askers import asker_of

_WIDTHS = frozenset({248, 372, 744, 1116, 1674})
_WAIT_SECONDS = 25


async def pdf(request: web.Request) -> web.StreamResponse:
    """GET /p/{token}/pochette.pdf: the current print, for readers; not an edition."""
    access = folder_access(request)
    if access.role is Role.PRINT:
        return print_link_page.to_door(request)
    row = await row_of(request.app, access.folder)
    whole = await (await bind(request, await folder_of(request, row, await places(request)))).result()
    headers = {hdrs.CONTENT_DISPOSITION: disposition(title_of_file(row), "pdf")}
    return web.Response(body=whole.pdf, content_type="application/pdf", headers=headers)


async def progress(request: web.Request) -> web.Response:
    """GET /p/{token}/print: begin, or say how far it is; with `key` and `seen`, once it is farther.

    Who may print copies may look at one: `copy` is that of the n-th recipient.
    """
    row = await row_of(request.app, folder_access(request).folder)
    found, whose = await places(request), _whose(request, row)
    printing = await _begin(request, row, found, whose)
    if request.query.get("key") == printing.key and request.query.get("seen") == str(printing.done):
        with suppress(TimeoutError):
            await asyncio.wait_for(printing.moved(), _WAIT_SECONDS)
    if printing.bound is not None and not whose.recipient:
        await keep_pages(request.app, row.id, printing.bound.numbers.total)
    return web.json_response({"key": printing.key, **_state(request, printing, found, row)})


async def picture(request: web.Request) -> web.Response:
    """GET /p/{token}/page/{number}.png: a page as it prints, once it is printed."""
    width = request.query.get("width", "744")
    if not width.isdecimal() or int(width) not in _WIDTHS:
        raise BadInputError("bad_request")
    row = await row_of(request.app, folder_access(request).folder)
    printing = await _begin(request, row, await places(request), _whose(request, row))
    whole = await printing.result()
    number = int(request.match_info["number"])
    if number > whole.numbers.total:
        raise NotFoundError("not_found")
    drawn = await request.app[BINDERY].picture(whole, number, int(width), await asker_of(request))
    return web.Response(body=drawn, content_type="image/png")


def _whose(request: web.Request, row: FolderRow) -> FolderPrintRequest:
    copy = request.query.get("copy", "")
    if copy and not folder_access(request).role.allows(Role.EDIT):
        raise ForbiddenError("role", role=folder_access(request).role.value)
    return of_recipient(row, copy)


async def _begin(
    request: web.Request, row: FolderRow, found: Sequence[Place], whose: FolderPrintRequest
) -> Printing:
    """Preview: numbered like the next edition, but its QR code belongs to no edition."""
    draft = await next_edition(request, row)
    if whose.recipient:
        asked = since.Asked(
            recipient=whose.recipient,
            device=folder_access(request).device,
            proof=since.proof_of(request.app),
        )
        notes = [place.item.note for place in found]
        texts = [(note, await request.app[ROOMS].markdown(note)) for note in notes]
        draft |= {
            "recipient": whose.recipient,
            "copy": whose.copy_number,
            "earlier": await since.earlier_of(request, row, asked, texts),
        }
    return await bind(request, await folder_of(request, row, found, **draft))


def _state(
    request: web.Request, printing: Printing, found: Sequence[Place], row: FolderRow
) -> dict[str, Any]:
    items = [place.item.id for place in found]
    numbers = printing.bound.numbers if printing.bound else None
    total = numbers.total if numbers else None
    problem = None
    if printing.failure is not None:
        at, error = printing.failure
        t = request.app[PAGES].words[request[LANG]]
        words = t(error.key if error.key in t else "errors.export.text", **error.params)
        problem = {"note": None if at is None else items[at], "message": words}
    return {
        "done": printing.done,
        "of": len(printing.pages),
        "rendered": printing.rendered,
        "pages": dict(zip(items, printing.pages, strict=True)),
        "starts": dict(zip(items, numbers.starts, strict=True)) if numbers else {},
        "total": total,
        "sheets": total and (-(-total // 2) if row.two_sided else total),
        "ready": printing.bound is not None,
        "problem": problem,
    }
