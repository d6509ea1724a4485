"""GET /p/{token}: a pochette opens where it is put together, as a list to read, or as a door to its PDF."""

from dataclasses import asdict
from functools import partial
from typing import Any

from aiohttp import hdrs, web

from crdt.roles import Role
from export.note.card import Status
from server.folders.agenda import day_of
from server.folders.folders import facts_of, known_urls, row_of
from server.folders.going_on import going_on, states_in
from server.folders.notes import MOST_NOTES, facts
from server.folders.whereabouts import whereabouts
from server.http.access import folder_access
from server.http.answer import page
from server.http.carrying import is_taken_along
from server.http.keys import ENGINE
from server.http.paths import own_path, public_origin
from server.links.handlers.openings import remember
from server.links.handlers.target_name import name_of
from server.links.rules.people import news_of
from server.notes.imports import accepted
from server.paper import print_link_page
from server.rights.access import FolderAccess
from server.storage.folders import FolderRow
from server.text.paths import LinkPage, target_path
from server.visitors.may_mail import may_mail


async def folder(request: web.Request) -> web.Response:
    access = folder_access(request)
    if access.role is Role.PRINT:
        return await print_link_page.show(request)
    row = await row_of(request.app, access.folder)
    if request.method != hdrs.METH_HEAD:
        await remember(request)
    is_read = request.query.get("view") == "read" or is_taken_along(request)
    if access.role.allows(Role.EDIT) and not is_read:
        return await _builder(request, access, row)
    return await _list(request, access, row)


async def get(request: web.Request) -> web.Response:
    """GET /p/{token}/folder: what it is called, how it prints, and its notes."""
    row = await row_of(request.app, folder_access(request).folder)
    found = await facts(request)
    told = {**facts_of(row, [note["id"] for note in found]), "name": name_of(request, row), "notes": found}
    return web.json_response(told)


async def _builder(request: web.Request, access: FolderAccess, row: FolderRow) -> web.Response:
    base, where = own_path(request), await whereabouts(request, access)
    found = await facts(request)
    told: dict[str, Any] = {
        "base": base,
        "own": target_path(access.target),
        "role": access.role.value,
        "folder": facts_of(row, [note["id"] for note in found]),
        "notes": found,
        "links": await known_urls(request),
        "linksAt": own_path(request, LinkPage.LINKS),
        "mails": await may_mail(request),
        "most": MOST_NOTES,
        "accept": accepted(),
        "where": asdict(where),
        "left": _left_out(request),
    }
    answer = page(
        request,
        "pochette.html",
        facts=told,
        name=name_of(request, row),
        base=base,
        where=where,
        news=await request.app[ENGINE].read(partial(news_of, access=folder_access(request))),
    )
    # Its forms must tell an origin, which a page without any referrer does not.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


async def _list(request: web.Request, access: FolderAccess, row: FolderRow) -> web.Response:
    """Without its links: who reads passes on the address that they have, who may edit the link to read."""
    found = [note for note in await facts(request) if not note["withdrawn"]]
    where = await whereabouts(request, access)
    return page(
        request,
        "pochette-list.html",
        facts={"own": target_path(access.target)},
        name=name_of(request, row),
        row=row,
        day=await day_of(request, row, found),
        notes=found,
        going=going_on(request, found, await states_in(request, access, found)),
        minutes=sum(one["minutes"] for one in found),
        ready=sum(one["status"] == Status.READY for one in found),
        base=own_path(request),
        may_edit=access.role.allows(Role.EDIT),
        share_url=(share := await _share_url(request, access)),
        share_links=own_path(request, LinkPage.LINKS) if share.endswith(target_path(access.target)) else None,
        where=where,
    )


async def _share_url(request: web.Request, access: FolderAccess) -> str:
    """An address that gives no more than to read: this one, or a link to read where this one gives more."""
    if not access.role.allows(Role.EDIT):
        return public_origin(request) + own_path(request)
    reading = (await known_urls(request)).get(Role.READ.value)
    return reading or public_origin(request) + target_path(access.target)


def _left_out(request: web.Request) -> int:
    """How many notes of the pochette before were not taken, as its making has told this address."""
    told = request.query.get("left", "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 3 else 0
