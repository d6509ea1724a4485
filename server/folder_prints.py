"""The printed pochette: its PDF, its pages as pictures, and how far the printing is."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from aiohttp import hdrs, web

from export.folder import Folder, Note
from export.formats import Format
from export.labels import moment
from server.bindery import Printing
from server.clock import as_datetime
from server.errors import BadInputError, NotFoundError
from server.folder_notes import Place, brief_at, known_as, places
from server.folders import row_of, urls
from server.images import pictures
from server.keys import BINDERY, FOLDER_ACCESS, LANG, PAGES
from server.notes import disposition
from server.storage.folders import FolderRow

_WIDTHS = frozenset({372, 744, 1116})
_WAIT_SECONDS = 25
_FOR_GOOD = "private, max-age=31536000, immutable"


async def pdf(request: web.Request) -> web.Response:
    """GET /p/{token}/pochette.pdf: the whole; `copy=n` is that of the n-th recipient."""
    row = await row_of(request.app, request[FOLDER_ACCESS].folder)
    folder = await folder_of(request, row, await places(request))
    folder = _for_recipient(folder, row, request.query.get("copy", ""))
    whole = await request.app[BINDERY].begin(folder).result()
    name = " ".join(filter(None, ("Pochette", folder.name, folder.recipient)))
    headers = {hdrs.CONTENT_DISPOSITION: disposition(name, "pdf")}
    return web.Response(body=whole.pdf, content_type="application/pdf", headers=headers)


async def progress(request: web.Request) -> web.Response:
    """GET /p/{token}/print: begin, or say how far it is; with `key` and `seen`, once it is farther."""
    row = await row_of(request.app, request[FOLDER_ACCESS].folder)
    found = await places(request)
    printing = request.app[BINDERY].begin(await folder_of(request, row, found))
    if request.query.get("key") == printing.key and request.query.get("seen") == str(printing.done):
        with suppress(TimeoutError):
            await asyncio.wait_for(printing.moved(), _WAIT_SECONDS)
    return web.json_response({"key": printing.key, **_state(request, printing, found, row)})


async def picture(request: web.Request) -> web.Response:
    """GET /p/{token}/page/{number}.png: a page as it prints, once it is printed."""
    width = request.query.get("width", "744")
    if not width.isdecimal() or int(width) not in _WIDTHS:
        raise BadInputError("bad_request")
    row = await row_of(request.app, request[FOLDER_ACCESS].folder)
    printing = request.app[BINDERY].begin(await folder_of(request, row, await places(request)))
    whole = await printing.result()
    number = int(request.match_info["number"])
    if number > whole.numbers.total:
        raise NotFoundError("not_found")
    drawn = await request.app[BINDERY].picture(whole, number, int(width))
    is_this = request.query.get("key") == printing.key
    headers = {hdrs.CACHE_CONTROL: _FOR_GOOD} if is_this else {}
    return web.Response(body=drawn, content_type="image/png", headers=headers)


async def folder_of(request: web.Request, row: FolderRow, found: Sequence[Place]) -> Folder:
    """What there is to print. Raises BadCard."""
    app = request.app
    shape = Format(row.format)
    notes = []
    for place in found:
        brief = await brief_at(app, place)
        images = await pictures(app, place.item.note, brief.body)
        brief = replace(
            brief,
            date=brief.date or moment(brief.printed_at, brief.lang),
            format=shape,
            images=images,
            classification=row.classification or brief.classification,
        )
        notes.append(Note(brief=brief, colour=place.item.colour, urls=known_as(request, place)))
    addresses = await urls(request, row.id)
    t = app[PAGES].words[request[LANG]]
    return Folder(
        title=row.title or ("" if row.day else t("folder.untitled")),
        notes=tuple(notes),
        closed_at=as_datetime(max([row.changed_at, *(place.changed_at for place in found)])).astimezone(),
        day=row.day,
        audience=row.audience,
        classification=row.classification,
        has_cover=row.cover,
        has_contents=row.contents,
        is_two_sided=row.two_sided,
        url=addresses.get("read", ""),
    )


def _for_recipient(folder: Folder, row: FolderRow, copy: str) -> Folder:
    names = row.recipients.splitlines()
    if not copy:
        return folder
    if not copy.isdecimal() or not 1 <= int(copy) <= len(names):
        raise NotFoundError("not_found")
    return replace(folder, recipient=names[int(copy) - 1], copy=int(copy))


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
        "pages": dict(zip(items, printing.pages, strict=True)),
        "starts": dict(zip(items, numbers.starts, strict=True)) if numbers else {},
        "total": total,
        "sheets": total and (-(-total // 2) if row.two_sided else total),
        "ready": printing.bound is not None,
        "problem": problem,
    }
