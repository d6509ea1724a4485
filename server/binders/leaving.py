"""What leaves the list of a classeur: its archive, its trash, and the classeur when it is deleted."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from aiohttp import web

from crdt.seat import Close
from export.note.labels import day
from server.binders.binders import row_of
from server.binders.frame import framed
from server.clock import now_ms
from server.errors import BadInputError, NotFoundError, inside
from server.history import trash as trash_pages
from server.http.access import DETAILS, LANG, binder_access
from server.http.answer import led_to, page
from server.http.audit_rows import of_request
from server.http.keys import CLOCK, ENGINE
from server.http.paths import own_path
from server.ids import BinderId, NoteId
from server.live.keys import ROOMS
from server.live.revocations import Revocation
from server.storage import Db, archive, binder_trash, binders, trash
from server.targets import BinderTarget, NoteTarget
from server.text.paths import LinkPage, target_path
from server.visitors.freeze import unfrozen


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
    request[DETAILS] = {"note": note}
    if not await request.app[ENGINE].write(partial(archive.bring_back, binder=binder, note=note)):
        raise NotFoundError("not_in_archive")
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
    row = await row_of(request.app, binder_access(request).binder_id)
    ends = await request.app[ENGINE].read(partial(binder_trash.contents, binder=row.id, now=now_ms()))
    return _form_page(request, "binder-delete.html", name=row.name, ends=ends, days=trash_pages.DAYS)


async def delete(request: web.Request) -> web.Response:
    """POST /c/{token}/delete: to the trash, by who types its name; connections by it end first."""
    binder = binder_access(request).binder_id
    fields = await trash_pages.read(request, {"name"})
    row = await row_of(request.app, binder)
    with inside("name"):
        _expect_name(fields, row.name)
    await unfrozen(request.app[ENGINE], BinderTarget(binder))
    record = of_request(request, "binder-trashed")
    async with request.app[ROOMS].guests.revoking(
        Revocation([binder], why=Close.WITHDRAWN, detail="the classeur was moved to the trash")
    ):
        await request.app[ENGINE].write(partial(_put, binder=binder, at=now_ms(), record=record))
    if request.content_type == "application/json":
        return web.json_response({"days": trash_pages.DAYS})
    return led_to("/trash")


def _expect_name(fields: Mapping[str, object], name: str) -> None:
    """Raises BadInputError unless the name was typed; case and spaces do not matter."""
    typed = str(fields.get("name", ""))
    if " ".join(typed.split()).casefold() != " ".join(name.split()).casefold():
        raise BadInputError("other_name")


def _put(db: Db, *, binder: BinderId, at: int, record: Callable[..., None]) -> None:
    if binders.find(db, binder) is not None:
        binder_trash.put(db, binder, at)
        record(db)


def _form_page(request: web.Request, template: str, **context: Any) -> web.Response:
    answer = page(request, template, facts={}, base=own_path(request), **context)
    # Its forms must tell an origin, which a page without any referrer does not.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer
