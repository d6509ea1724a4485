"""GET /c/{token}: a classeur with its notes."""

from functools import partial
from typing import Any

from aiohttp import hdrs, web

from server.binders.arrival_page import has_pressed
from server.binders.binders import row_of
from server.binders.frame import framed
from server.http.access import BinderAccess, binder_access
from server.http.keys import ENGINE
from server.http.paths import target_path
from server.links.openings import remember
from server.storage import binders
from server.targets import NoteTarget


async def binder(request: web.Request) -> web.Response:
    access = binder_access(request)
    if request.method != hdrs.METH_HEAD:
        await remember(request)
    found = await _facts(request, access)
    return await framed(
        request,
        "binder.html",
        here="notes",
        notes=found["notes"],
        has_arrived=has_pressed(request, access.used),
    )


async def get(request: web.Request) -> web.Response:
    """GET /c/{token}/binder: what it is called, what this device may do there, and its notes."""
    return web.json_response(await _facts(request, binder_access(request)))


async def _facts(request: web.Request, access: BinderAccess) -> dict[str, Any]:
    row = await row_of(request.app, access.binder_id)
    titles = await request.app[ENGINE].read(partial(binders.titles, binder=access.binder_id))
    listed = [{"note": id_, "title": title, "url": target_path(NoteTarget(id_))} for id_, title in titles]
    return {"binder": row.id, "name": row.name, "role": access.role.value, "notes": listed}
