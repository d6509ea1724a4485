"""GET /p/{token}: a pochette opens where it is put together, as a list to read, or as a door to its PDF."""

from contextlib import suppress
from datetime import date
from typing import Any

from aiohttp import hdrs, web

from crdt.roles import Role
from export.folder.folder import day_in_words
from export.note.card import Status
from server.entry.answer import page
from server.folders.folder_notes import MOST_NOTES, facts
from server.folders.folders import facts_of, remember, row_of, urls
from server.imports import accepted
from server.keys import FOLDER_ACCESS, LANG, PAGES, SENDER, FolderAccess
from server.paper import print_door
from server.storage import DiskTroubleError
from server.storage.folders import FolderRow
from server.storage.sendings import Kind


async def folder(request: web.Request) -> web.Response:
    access = request[FOLDER_ACCESS]
    if access.role is Role.PRINT:
        return await print_door.show(request)
    row = await row_of(request.app, access.folder)
    if request.method != hdrs.METH_HEAD:
        with suppress(DiskTroubleError):
            await remember(request.app, access)
    if access.role.allows(Role.EDIT) and request.query.get("view") != "read":
        return await _builder(request, access, row)
    return await _list(request, access, row)


async def get(request: web.Request) -> web.Response:
    """GET /p/{token}/folder: what it is called, how it prints, and its notes."""
    row = await row_of(request.app, request[FOLDER_ACCESS].folder)
    return web.json_response({**facts_of(row), "name": name_of(request, row), "notes": await facts(request)})


def name_of(request: web.Request, row: FolderRow) -> str:
    """The day in words, else the title, in the language of whoever asks."""
    lang = request[LANG]
    untitled = request.app[PAGES].words[lang]("folder.untitled")
    # As people say it: the year is another one, or goes without saying.
    day = day_in_words(row.day, lang).removesuffix(f" {date.today().year}")  # noqa: DTZ011 - where the server is
    return day or row.title or untitled


async def _builder(request: web.Request, access: FolderAccess, row: FolderRow) -> web.Response:
    base = f"/p/{request.match_info['token']}"
    told: dict[str, Any] = {
        "base": base,
        "role": access.role.value,
        "folder": facts_of(row),
        "notes": await facts(request),
        "links": await urls(request, row.id),
        "linksAt": f"{base}/links",
        "mails": Kind.MAIL in request.app[SENDER].ways,
        "most": MOST_NOTES,
        "accept": accepted(),
    }
    answer = page(request, "pochette.html", facts=told, name=name_of(request, row), base=base)
    # Its forms must tell an origin, which a page without any referrer does not.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


async def _list(request: web.Request, access: FolderAccess, row: FolderRow) -> web.Response:
    """Without its links: who reads passes on the address that they have."""
    found = await facts(request)
    return page(
        request,
        "pochette-list.html",
        facts={},
        name=name_of(request, row),
        row=row,
        notes=found,
        minutes=sum(one["minutes"] for one in found),
        ready=sum(one["status"] == Status.READY for one in found),
        base=f"/p/{request.match_info['token']}",
        may_edit=access.role.allows(Role.EDIT),
    )
