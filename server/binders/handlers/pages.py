"""GET /c/{token}/binder: a classeur with its notes, for programs."""

from functools import partial

from aiohttp import web

from server.binders.rules.binders import row_of
from server.http.access import binder_access
from server.http.keys import ENGINE
from server.storage import binders
from server.targets import NoteTarget
from server.text.paths import target_path


async def get(request: web.Request) -> web.Response:
    """What it is called, what this device may do there, and its notes."""
    access = binder_access(request)
    row = await request.app[ENGINE].read(partial(row_of, binder=access.binder_id))
    titles = await request.app[ENGINE].read(partial(binders.titles, binder=access.binder_id))
    listed = [{"note": id_, "title": title, "url": target_path(NoteTarget(id_))} for id_, title in titles]
    return web.json_response({"binder": row.id, "name": row.name, "role": access.role.value, "notes": listed})
