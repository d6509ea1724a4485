"""Pochettes of a classeur: one begins there, empty or as another one was, and moves in and out."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from aiohttp import web

from server.binders.rules import pochettes as rules
from server.binders.rules.pochettes import Begun
from server.clock import now_ms
from server.errors import BadInputError
from server.folders.rules.fields import FIELDS, read_folder_fields
from server.http.access import binder_access, folder_access
from server.http.answer import led_to, wants_json
from server.http.audit_rows import recorded
from server.http.body import read_form, read_json
from server.http.keys import ENGINE
from server.http.paths import public_origin
from server.ids import BinderId, FolderId
from server.live.keys import ROOMS
from server.targets import FolderTarget
from server.text.paths import target_path
from server.visitors.beginnings import count_beginning
from server.visitors.team import TEAM

_OF_FORM: Final = ("day", "title", "audience")


async def begin(request: web.Request) -> web.Response:
    """POST /c/{token}/folders: a pochette in the classeur, empty or `from` another one of it.

    It has no links of its own until it is shared. 201 to a program, 303 to a form.
    """
    if wants_json(request):
        asked = dict(await read_json(request, {*FIELDS, "from"}))
        source = asked.pop("from", None)
        begun = await _begin(request, read_folder_fields(asked), source)
        id_ = begun.folder
        url = public_origin(request) + target_path(FolderTarget(id_))
        told = {"folder": id_, "url": url, "links": {}, "left_out": begun.left_out}
        return web.json_response(told, status=web.HTTPCreated.status_code)
    form = await read_form(request)
    values = read_folder_fields({name: str(form[name]) for name in _OF_FORM if form.get(name)})
    begun = await _begin(request, values, form.get("from") or None)
    told_left = f"?left={begun.left_out}" if begun.left_out else ""
    return led_to(target_path(FolderTarget(begun.folder)) + told_left)


async def move(request: web.Request) -> web.Response:
    """PUT /p/{token}/binder: into a classeur or, by null, out of it; by who manages both."""
    access = folder_access(request)
    to = (await read_json(request, {"binder"})).get("binder")
    if to is not None and not isinstance(to, str):
        raise BadInputError("bad_request")
    binder = BinderId(to) if to is not None else None
    engine, proof = request.app[ENGINE], request.app[TEAM].proof
    done = await rules.move(engine, request.app[ROOMS].guests, access=access, to=binder, proof=proof)
    recorded(request, done)
    return web.json_response({"binder": binder})


async def _begin(request: web.Request, values: Mapping[str, Any], source: object) -> Begun:
    if source is not None and not isinstance(source, str):
        raise BadInputError("bad_request")
    work = partial(
        rules.begin,
        binder=binder_access(request).binder_id,
        values=values,
        source=FolderId(source) if source is not None else None,
        at=now_ms(),
    )
    await count_beginning(request)
    return recorded(request, await request.app[ENGINE].write(work))
