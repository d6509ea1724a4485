"""The devices of a visitor: listed, joined by a code, closed alone or, when one was stolen, all at once."""

import hashlib
import secrets
from functools import partial
from typing import Any, Final

import segno
from aiohttp import hdrs, web

from crdt.seat import Close
from server.clock import as_datetime, now_ms
from server.entry.answer import page
from server.errors import GoneError, NotFoundError
from server.keys import DETAILS, DEVICE, ENGINE, LANG, PAGES, ROOMS, TEAM
from server.links.links import public_origin
from server.storage import Db, DeviceId, LinkId, VisitorId, devices, links, pairings
from server.storage.devices import Device, DeviceRow
from server.visitors.agents import named

CODE_MS: Final = 10 * 60_000
_CODE_BYTES: Final = 16
_CLOSED: Final = "this device was closed by its owner"


async def show(request: web.Request) -> web.Response:
    """GET /devices."""
    return await _list(request)


async def code(request: web.Request) -> web.Response:
    """POST /devices/code: an address by which another browser becomes one of these, once, in ten minutes."""
    device, made = _device(request), secrets.token_urlsafe(_CODE_BYTES)
    at = now_ms()
    keep = partial(pairings.insert, hash_=_hash(made), visitor=device.visitor, at=at, expires_at=at + CODE_MS)
    await request.app[ENGINE].write(keep)
    return await _list(request, code=f"{public_origin(request)}/devices/add/{made}")


async def ask(request: web.Request) -> web.Response:
    """GET /devices/add/{code}: whether this browser is theirs; a robot that looks spends nothing."""
    at = partial(pairings.find, hash_=_hash(request.match_info["code"]), at=now_ms())
    if await request.app[ENGINE].read(at) is None:
        raise GoneError("pairing_over")
    return _page(request, "device-add.html", label=_named(request, request.headers.get(hdrs.USER_AGENT, "")))


async def join(request: web.Request) -> web.Response:
    """POST /devices/add/{code}: from now on this browser has what the others of that visitor have."""
    device = _device(request)
    spend = partial(_join, device=device, hash_=_hash(request.match_info["code"]), at=now_ms())
    visitor = await request.app[ENGINE].write(spend)
    if visitor is None:
        raise GoneError("pairing_over")
    request[DETAILS] = {"joins": visitor}
    return _led("/devices")


async def close(request: web.Request) -> web.Response:
    """POST /devices/{device}/close: it has no right any more, at once."""
    device, id_ = _device(request), DeviceId(request.match_info["device"])
    mine = await request.app[ENGINE].read(partial(devices.of_visitor, visitor=device.visitor))
    if id_ not in {one.id for one in mine}:
        raise NotFoundError("not_found")
    async with request.app[ROOMS].withdrawing(id_, why=Close.DEVICE_CLOSED, detail=_CLOSED):
        await request.app[ENGINE].write(partial(devices.close, device=id_, at=now_ms()))
    if id_ != device.id:
        return _led("/devices")
    return _led("/team?left=1" if request.app[TEAM].provider else "/")


async def stolen(request: web.Request) -> web.Response:
    """POST /devices/stolen: closes all others and the links that they made; tells what they had opened."""
    device = _device(request)
    close_all = partial(_close_others, device=device, at=now_ms())
    lost, made = await request.app[ENGINE].read(partial(_of_others, device=device))
    rooms = request.app[ROOMS]
    async with (
        rooms.withdrawing(*lost, why=Close.DEVICE_CLOSED, detail=_CLOSED),
        rooms.withdrawing(*made, why=Close.WITHDRAWN, detail="this link was closed"),
    ):
        closed, shut, opened = await request.app[ENGINE].write(close_all)
    for link in set(shut).difference(made):  # made while the others were looked up
        rooms.close_link(link)
    request[DETAILS] = {"devices": closed, "links": shut}
    return await _list(request, stolen={"devices": len(closed), "links": len(shut), "opened": opened})


def _join(db: Db, *, device: Device, hash_: bytes, at: int) -> VisitorId | None:
    """Whose device it is from now on."""
    visitor = pairings.spend(db, hash_, at)
    if visitor is not None:
        devices.adopt(db, device.id, visitor)
    return visitor


def _of_others(db: Db, *, device: Device) -> tuple[list[DeviceId], list[LinkId]]:
    """All other devices of its visitor, and the links that these have made."""
    others = [one.id for one in devices.of_visitor(db, device.visitor) if one.id != device.id]
    return others, [link for id_ in others for link in links.made_by(db, id_)]


def _close_others(db: Db, *, device: Device, at: int) -> tuple[list[DeviceId], list[LinkId], list[str]]:
    others = [one.id for one in devices.of_visitor(db, device.visitor) if one.id != device.id]
    opened = devices.titles_opened(db, others)
    shut = [link for id_ in others for link in links.shut_of(db, id_, at)]
    for id_ in others:
        devices.close(db, id_, at)
    return others, shut, opened


async def _list(request: web.Request, **more: Any) -> web.Response:
    device = _device(request)
    rows = await request.app[ENGINE].read(partial(devices.of_visitor, visitor=device.visitor))
    told = [_facts(request, row, device) for row in rows]
    qr = segno.make(str(more["code"]), micro=False).svg_inline(scale=4, border=0) if "code" in more else ""
    return _page(request, "devices.html", devices=told, qr=qr, name=device.name, colour=device.colour, **more)


def _facts(request: web.Request, row: DeviceRow, device: Device) -> dict[str, Any]:
    return {
        "id": row.id,
        "label": _named(request, row.agent),
        "is_this": row.id == device.id,
        "is_phone": named(row.agent)[1] in {"iPhone", "iPad", "Android"},
        "since": as_datetime(row.created_at).isoformat(),
        "seen": as_datetime(row.seen_at).isoformat(),
        "notes": row.notes,
    }


def _named(request: web.Request, agent: str) -> str:
    t = request.app[PAGES].words[request[LANG]]
    browser, system = named(agent)
    if not browser or not system:
        return browser or system or t("devices.unknown")
    return t("devices.named", browser=browser, system=system)


def _page(request: web.Request, template: str, **context: Any) -> web.Response:
    answer = page(request, template, facts={}, **context)
    # Its forms must tell an origin, which a page without any referrer does not.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


def _device(request: web.Request) -> Device:
    device = request[DEVICE]
    if device is None:
        raise NotFoundError("no_device")
    return device


def _hash(made: str) -> bytes:
    return hashlib.sha256(made.encode()).digest()


def _led(where: str) -> web.Response:
    return web.Response(status=web.HTTPSeeOther.status_code, headers={hdrs.LOCATION: where})
