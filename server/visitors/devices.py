"""Devices and their visitors: the cookie that every page gives, and PUT /api/visitor."""

import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial

from aiohttp import hdrs, web

from server.clock import now_ms
from server.errors import BadInputError
from server.http.access import CLOSED, DEVICE, SUSPENDED
from server.http.body import read_json
from server.http.keys import ENGINE
from server.ids import DeviceId
from server.live.keys import ROOMS
from server.rights import holder
from server.rights.cookie import Cookie, new_cookie, new_key
from server.secrets.tokens import new_visitor
from server.storage import Db, DiskTroubleError, Engine, devices
from server.storage.devices import Device
from server.targets import Target
from server.visitors.colours import colour_beside
from server.visitors.cookies import DAY_MS, NEW_COOKIE
from server.visitors.names import nickname
from server.visitors.visit import visit_of

NAME_CHARACTERS = 40
_MOST_AGENT = 300
_HOUR_MS = 3600 * 1000
# A browser writes its cookies to its disk within a minute, and what it sends may be on its way for a while:
# only a cookie that comes back later ends the one before.
SURE_MS = 10 * 60_000


async def put_visitor(request: web.Request) -> web.Response:
    """Name the visitor of this device, everywhere at once."""
    device = request[DEVICE]
    assert device is not None, "the guard lets only devices in"  # noqa: S101
    name = read_visitor_name(await read_json(request, {"name"}))
    await request.app[ENGINE].write(partial(devices.rename, visitor=device.visitor, name=name))
    request.app[ROOMS].guests.rename(device.id, name, device.colour)
    return web.json_response({"name": name, "colour": device.colour})


async def create(engine: Engine, beside: Target | None, agent: str) -> tuple[Device, Cookie]:
    """A new device with a visitor of its own, and its cookie, which is kept nowhere.

    Its colour is apart from those of the devices that have opened `beside`.
    """
    taken: Mapping[int, int] = {}
    if beside is not None:
        taken = await engine.read(partial(devices.colours, target=beside.id))
    at = now_ms()
    device = Device(
        id=DeviceId(secrets.token_urlsafe(16)),
        visitor=new_visitor(),
        name=None,
        colour=colour_beside(taken),
        seen_at=at,
        created_at=at,
        cookie_given_at=at,
        cookie_key=new_key(),
    )
    cookie = new_cookie()
    insert = partial(devices.insert, device=device, secret_hash=cookie.hash, agent=agent[:_MOST_AGENT])
    await engine.write(insert)
    return device, cookie


async def with_cookie(
    request: web.Request, device: Device | None, beside: Target | None = None
) -> Device | None:
    """The browser's device, new where it has none; without one a page opens all the same on a full disk."""
    if request.method == hdrs.METH_HEAD:
        return device
    engine, claim = request.app[ENGINE], visit_of(request).cookie
    with suppress(DiskTroubleError):
        if device is None:
            request[CLOSED] = await engine.read(partial(holder.is_closed, claim=claim))
            if await engine.read(partial(holder.suspended, claim=claim, now=now_ms())):
                request[SUSPENDED] = True
                return None  # its cookie is good again if that is taken back
            agent = request.headers.get(hdrs.USER_AGENT, "")
            device, request[NEW_COOKIE] = await create(engine, beside, agent)
        elif claim is not None and (at := now_ms()) - device.cookie_given_at >= DAY_MS:
            await engine.write(partial(devices.give_cookie, device=device.id, at=at))
            request[NEW_COOKIE] = claim.cookie.next(device.cookie_key)
    return device


async def keep_up(request: web.Request, device: Device | None) -> None:
    """Write down that a device was here, now and then, and that its new cookie has come back.

    Connections of the older cookie reconnect with the new one, or not at all.
    """
    claim, at = visit_of(request).cookie, now_ms()
    if device is None or claim is None:
        return
    generation = claim.cookie.generation
    has_come_back = generation > device.generation and at - device.cookie_given_at >= SURE_MS
    if not has_come_back and at - device.seen_at < _HOUR_MS:
        return
    with suppress(DiskTroubleError):
        await request.app[ENGINE].write(
            partial(_kept_up, device=device.id, generation=generation if has_come_back else 0, at=at)
        )
    if has_come_back:
        request.app[ROOMS].guests.close_device(device.id, below=generation)


def _kept_up(db: Db, *, device: DeviceId, generation: int, at: int) -> None:
    devices.seen(db, device, at)
    devices.come_back(db, device, generation)


async def rotate(request: web.Request, device: Device, gives: Callable[[Db], None]) -> None:
    """Give the browser another cookie, and in the same commit what it gets; the one before is nobody's."""
    cookie, key = new_cookie(), new_key()

    def write(db: Db) -> None:
        devices.rotate(db, device.id, secret_hash=cookie.hash, key=key, at=now_ms())
        gives(db)

    await request.app[ENGINE].write(write)
    request[NEW_COOKIE] = cookie


async def name_at_first(engine: Engine, device: Device, name: str) -> None:
    """Name a visitor without a name; a name that the form would refuse is ignored."""
    with suppress(BadInputError):
        await engine.write(
            partial(devices.rename, visitor=device.visitor, name=read_visitor_name({"name": name}))
        )


def fresh(device: Device) -> tuple[Device, Cookie]:
    """Another device of the same visitor, and its cookie."""
    at = now_ms()
    made = replace(
        device,
        id=DeviceId(secrets.token_urlsafe(16)),
        seen_at=at,
        created_at=at,
        cookie_given_at=at,
        cookie_key=new_key(),
        generation=0,
    )
    return made, new_cookie()


def read_visitor_name(fields: Mapping[str, object]) -> str:
    """The field `name` as a visitor may be called. Raises BadInputError."""
    given = fields.get("name")
    name = nickname(given) if isinstance(given, str) else None
    if name is None or len(name) > NAME_CHARACTERS:
        raise BadInputError("bad_name", most=NAME_CHARACTERS, pointer="/name")
    return name
