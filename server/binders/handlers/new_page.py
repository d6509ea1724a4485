"""A new classeur for a person: its name is asked, then its recovery link is shown once. Without script."""

from functools import partial
from typing import Any, Final

from aiohttp import web

from server.binders.handlers.binders import create
from server.binders.rules.binders import MOST_NAME, read_binder_name
from server.clock import now_ms
from server.errors import BadInputError
from server.http.access import DEVICE, LANG
from server.http.answer import page
from server.http.body import read_form
from server.http.keys import ENGINE
from server.http.templates import PAGES
from server.ids import BinderId
from server.links.handlers.manage import recovery_url
from server.links.rules.recovery import put_recovery
from server.storage import binders
from server.storage.devices import Device
from server.targets import BinderTarget
from server.text.paths import target_path
from server.visitors.devices import NAME_CHARACTERS, name_at_first

# A form that is sent again so soon, by a reload say, makes no second one.
_AGAIN_MS: Final = 60_000


async def ask(request: web.Request) -> web.Response:
    """GET /binders/new."""
    return _page(request)


async def make(request: web.Request) -> web.Response:
    """POST /binders/new: the classeur, and its recovery link, which is kept nowhere."""
    form, device = await read_form(request), request[DEVICE]
    try:
        name = read_binder_name(form.get("name"))
    except BadInputError as refused:
        t = request.app[PAGES].words[request[LANG]]
        wrong = t(f"errors.{refused.code}.text", **refused.params)
        return _page(request, said=str(form.get("name", ""))[:MOST_NAME], wrong=wrong)
    id_ = await _begun(request, name, device) if device else None
    if id_ is None:
        id_ = (await create(request, name, for_program=False)).row.id
    await _named(request, form.get("you"), device)
    target, code = BinderTarget(id_), ""
    if device is not None:
        work = partial(put_recovery, target=target, by=device.id, at=now_ms())
        code = recovery_url(request, await request.app[ENGINE].write(work))
    return _page(request, made=name, url=target_path(target), code=code)


async def _named(request: web.Request, said: object, device: Device | None) -> None:
    """Name a visitor who has no name yet: what they write in the classeur is told under it."""
    if device is not None and device.name is None and isinstance(said, str) and said.strip():
        await name_at_first(request.app[ENGINE], device, said)


async def _begun(request: web.Request, name: str, device: Device) -> BinderId | None:
    find = partial(binders.just_made, device=device.id, name=name, since=now_ms() - _AGAIN_MS)
    return await request.app[ENGINE].read(find)


def _page(request: web.Request, **more: Any) -> web.Response:
    device = request[DEVICE]
    asked = {"asks_name": device is None or device.name is None, "most_name": NAME_CHARACTERS}
    shown = asked | {"said": "", "wrong": "", "made": "", "url": "", "code": "", "most": MOST_NAME} | more
    status = BadInputError.status if shown["wrong"] else web.HTTPOk.status_code
    answer = page(request, "binder-new.html", facts={}, status=status, **shown)
    # Its form must tell an origin, which a page without any referrer does not.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer
