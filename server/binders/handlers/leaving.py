"""What leaves the list of a classeur: its archive, its trash, and the classeur when it is deleted."""

from functools import partial
from typing import Any

from aiohttp import web

from export.note.labels import day
from server.binders.handlers.frame import framed
from server.binders.rules import leaving as rules
from server.binders.rules.binders import row_of
from server.clock import now_ms
from server.history import trash as trash_pages
from server.http.access import LANG, binder_access
from server.http.answer import led_to, page
from server.http.audit_rows import of_request, recorded
from server.http.keys import CLOCK, ENGINE
from server.http.paths import own_path
from server.ids import NoteId
from server.live.keys import ROOMS
from server.storage import archive, binder_trash, trash
from server.targets import NoteTarget
from server.text.paths import LinkPage, target_path


async def show_archive(request: web.Request) -> web.Response:
    """GET /c/{token}/archive: the notes that are only read, and out of the list."""
    binder = binder_access(request).binder_id
    found = await request.app[ENGINE].read(partial(archive.of_binder, binder=binder))
    notes = [
        {
            "note": one.note,
            "title": one.title,
            "url": target_path(NoteTarget(one.note)),
            "at": day(request.app[CLOCK].at(one.at), request[LANG]),
        }
        for one in found
    ]
    return await framed(request, "binder-archive.html", here="archive", notes=notes)


async def bring_back(request: web.Request) -> web.Response:
    """POST /c/{token}/archive: a note that is back in the list. Raises NotFoundError."""
    binder = binder_access(request).binder_id
    fields = await trash_pages.read(request, {"note"})
    note = NoteId(str(fields.get("note", "")))
    work = partial(rules.bring_back, binder=binder, note=note)
    recorded(request, await request.app[ENGINE].write(work))
    if request.content_type == "application/json":
        return web.json_response({"archived": False})
    return led_to(own_path(request, LinkPage.ARCHIVE))


async def show_trash(request: web.Request) -> web.Response:
    """GET /c/{token}/trash: the notes of the classeur that were moved there."""
    notes = await request.app[ENGINE].read(partial(trash.of_binder, binder=binder_access(request).binder_id))
    listed = trash_pages.rows_of(request, notes)
    return await framed(request, "binder-trash.html", here="trash", notes=listed, days=trash_pages.DAYS)


async def act_in_trash(request: web.Request) -> web.Response:
    """POST /c/{token}/trash: have a note back in the classeur, or have done with it."""
    fields = await trash_pages.read(request, {"note", "do"})
    notes = await request.app[ENGINE].read(partial(trash.of_binder, binder=binder_access(request).binder_id))
    return await trash_pages.act(request, fields, notes, back=own_path(request, LinkPage.TRASH))


async def ask_to_delete(request: web.Request) -> web.Response:
    """GET /c/{token}/delete: what ends with the classeur, in numbers. Nothing is done yet."""
    row = await request.app[ENGINE].read(partial(row_of, binder=binder_access(request).binder_id))
    ends = await request.app[ENGINE].read(partial(binder_trash.contents, binder=row.id, now=now_ms()))
    return _form_page(request, "binder-delete.html", name=row.name, ends=ends, days=trash_pages.DAYS)


async def delete(request: web.Request) -> web.Response:
    """POST /c/{token}/delete: to the trash, by who types its name; connections by it end first."""
    binder = binder_access(request).binder_id
    fields = await trash_pages.read(request, {"name"})
    engine, guests, typed = request.app[ENGINE], request.app[ROOMS].guests, str(fields.get("name", ""))
    record = of_request(request, "binder-trashed")
    await rules.delete(engine, guests, binder=binder, typed=typed, record=record)
    if request.content_type == "application/json":
        return web.json_response({"days": trash_pages.DAYS})
    return led_to("/trash")


def _form_page(request: web.Request, template: str, **context: Any) -> web.Response:
    answer = page(request, template, facts={}, base=own_path(request), **context)
    # Its forms must tell an origin, which a page without any referrer does not.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer
