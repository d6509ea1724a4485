"""Classeurs: how one is made and named, and the notes that begin in it."""

import unicodedata
from dataclasses import dataclass
from functools import partial
from typing import Final

from aiohttp import web

from crdt.roles import Role
from server.clock import now_ms
from server.errors import BadInputError, NotFoundError, inside
from server.http.access import DEED, DETAILS, DEVICE, binder_access
from server.http.answer import led_to, wants_json
from server.http.body import read_form, read_json
from server.http.keys import CONFIG, ENGINE, SEAL
from server.http.paths import own_path, public_origin
from server.ids import BinderId
from server.notes import new, notes
from server.secrets.tokens import new_binder_id, new_link_id
from server.storage import Db, binders, links
from server.storage.binders import BinderRow
from server.storage.devices import Device
from server.storage.links import Link
from server.storage.quota import Quota
from server.targets import BinderTarget
from server.text.paths import link_path, target_path
from server.text.values import read_name
from server.visitors.beginnings import count_beginning

MOST_NAME: Final = 80
_VISIBLE: Final = ("L", "N", "P", "S")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBinder:
    """A classeur that is about to be; a program, which may keep no cookie, gets a link to edit."""

    row: BinderRow
    link: Link | None


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
    access = binder_access(request)
    asked = await read_json(request, {"name"})
    with inside("name"):
        name = read_binder_name(asked.get("name"))
    await request.app[ENGINE].write(partial(binders.rename, binder=access.binder_id, name=name, at=now_ms()))
    return web.json_response({"name": name})


async def rename_form(request: web.Request) -> web.Response:
    """POST /c/{token}/binder: the same from a page without script."""
    access, form = binder_access(request), await read_form(request)
    with inside("name"):
        name = read_binder_name(form.get("name"))
    await request.app[ENGINE].write(partial(binders.rename, binder=access.binder_id, name=name, at=now_ms()))
    return led_to(own_path(request))


async def new_note(request: web.Request) -> web.Response:
    """POST /c/{token}/notes: a note that begins in the classeur, as POST /notes and /api/notes begin one."""
    binder = binder_access(request).binder_id
    if wants_json(request):
        return await notes.begin_json(request, binder=binder)
    return await new.begin(request, binder=binder)


async def create(request: web.Request, name: str, *, for_program: bool) -> NewBinder:
    """Make a classeur on disk, which this device manages."""
    await count_beginning(request)
    now = now_ms()
    row = BinderRow(id=new_binder_id(), name=name, created_at=now, changed_at=now)
    link = Link(id=new_link_id(), target=BinderTarget(row.id), role=Role.EDIT) if for_program else None
    made = NewBinder(row=row, link=link)
    device, quota = request[DEVICE], Quota.of(request.app[CONFIG])
    await request.app[ENGINE].write(partial(_write, made=made, device=device, quota=quota))
    request[DEED], request[DETAILS] = "binder-made", {"subject": str(BinderTarget(row.id))}
    return made


def _write(db: Db, *, made: NewBinder, device: Device | None, quota: Quota) -> None:
    """Everything that a classeur is made of, in one commit. Raises InstanceFullError, TooOftenError."""
    row, link = made.row, made.link
    quota.admit_binder(db, device.id if device else None, row.created_at)
    binders.insert(db, row)
    if link is not None:
        links.insert(db, link, by=device.id if device else None, at=row.created_at)
    if device is not None:
        binders.grant(db, device.id, row.id, Role.MANAGE)


async def row_of(app: web.Application, binder: BinderId) -> BinderRow:
    """The row of a classeur. Raises NotFoundError."""
    row = await app[ENGINE].read(partial(binders.find, binder=binder))
    if row is None:
        raise NotFoundError("no_link")
    return row


def read_binder_name(value: object) -> str:
    """One line with something to see in it. Raises BadInputError."""
    name = read_name("name", value)
    if len(name) > MOST_NAME or not any(unicodedata.category(one)[0] in _VISIBLE for one in name):
        raise BadInputError("bad_binder_name", most=MOST_NAME)
    return name
