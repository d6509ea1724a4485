"""Classeurs: how one is made and named, and the notes that begin in it."""

from collections.abc import Mapping
from functools import partial

from aiohttp import web

from crdt.roles import Role
from server.binders.rules import binders as rules
from server.binders.rules.binders import NewBinder, read_binder_name
from server.clock import now_ms
from server.errors import inside
from server.http.access import DEVICE, binder_access
from server.http.answer import led_to, wants_json
from server.http.audit_rows import recorded
from server.http.body import read_form, read_json
from server.http.keys import CONFIG, ENGINE, SEAL
from server.http.paths import own_path, public_origin
from server.notes import new, notes
from server.storage.quota import Quota
from server.targets import BinderTarget
from server.text.paths import link_path, target_path
from server.visitors.beginnings import count_beginning


async def post_form(request: web.Request) -> web.Response:
    """POST /binders, from a page without script: a classeur with a name, opened at once."""
    form = await read_form(request)
    with inside("name"):
        made = await create(request, read_binder_name(form.get("name")), for_program=False)
    return led_to(target_path(BinderTarget(made.row.id)))


async def post_json(request: web.Request) -> web.Response:
    """POST /api/binders: a classeur with a name. 201 with its own address and a link to edit."""
    asked = await read_json(request, {"name"})
    with inside("name"):
        made = await create(request, read_binder_name(asked.get("name")), for_program=True)
    origin, id_ = public_origin(request), made.row.id
    links_of = {Role.EDIT.value: origin + link_path(request.app[SEAL], made.link)} if made.link else {}
    told = {"binder": id_, "url": origin + target_path(BinderTarget(id_)), "links": links_of}
    return web.json_response(told, status=web.HTTPCreated.status_code)


async def put(request: web.Request) -> web.Response:
    """PUT /c/{token}/binder: another name."""
    name = await _renamed(request, await read_json(request, {"name"}))
    return web.json_response({"name": name})


async def rename_form(request: web.Request) -> web.Response:
    """POST /c/{token}/binder: the same from a page without script."""
    await _renamed(request, await read_form(request))
    return led_to(own_path(request))


async def _renamed(request: web.Request, fields: Mapping[str, object]) -> str:
    with inside("name"):
        name = read_binder_name(fields.get("name"))
    work = partial(rules.rename, binder=binder_access(request).binder_id, name=name, at=now_ms())
    recorded(request, await request.app[ENGINE].write(work))
    return name


async def new_note(request: web.Request) -> web.Response:
    """POST /c/{token}/notes: a note that begins in the classeur, as POST /notes and /api/notes begin one."""
    binder = binder_access(request).binder_id
    if wants_json(request):
        return await notes.begin_json(request, binder=binder)
    return await new.begin(request, binder=binder)


async def create(request: web.Request, name: str, *, for_program: bool) -> NewBinder:
    """Make a classeur on disk, which this device manages. Raises InstanceFullError, TooOftenError."""
    await count_beginning(request)
    work = partial(
        rules.begin,
        name=name,
        for_program=for_program,
        device=request[DEVICE],
        quota=Quota.of(request.app[CONFIG]),
        now=now_ms(),
    )
    return recorded(request, await request.app[ENGINE].write(work))
