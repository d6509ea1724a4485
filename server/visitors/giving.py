"""Giving later: what a device kept from those that it joined, and takes back within a day."""

from functools import partial

from aiohttp import web

from crdt.seat import Close
from server.clock import now_ms
from server.errors import NotFoundError
from server.http.access import DETAILS
from server.http.answer import led_to
from server.http.body import read_form
from server.http.keys import ENGINE
from server.ids import DeviceId
from server.live.keys import ROOMS
from server.live.revocations import Revocation
from server.storage import Db, devices, kept_rights
from server.visitors.own_pages import device_of


async def give(request: web.Request) -> web.Response:
    """POST /devices/give: all devices of this visitor have what this one kept for itself."""
    device = device_of(request)
    given = await request.app[ENGINE].write(partial(kept_rights.give, device=device.id, at=now_ms()))
    if not given:
        raise NotFoundError("nothing_kept")
    request[DETAILS] = {"given": given}
    return led_to("/devices")


async def take_back(request: web.Request) -> web.Response:
    """POST /devices/take-back: what `device` gave is its own again; those that had it are cut off."""
    device = device_of(request)
    giver = DeviceId(str((await read_form(request)).get("device", "")))
    at = now_ms()
    others = await request.app[ENGINE].read(partial(_others, device=device.id, giver=giver, at=at))
    back = partial(kept_rights.take_back, device=device.id, giver=giver, at=at)
    detail = "the notes of another device were taken back"
    async with request.app[ROOMS].guests.revoking(Revocation(others, why=Close.RELOADING, detail=detail)):
        is_back = await request.app[ENGINE].write(back)
    if not is_back:
        raise NotFoundError("nothing_given")
    request[DETAILS] = {"device": giver}
    return led_to("/devices")


def _others(db: Db, *, device: DeviceId, giver: DeviceId, at: int) -> list[DeviceId]:
    """Every device that has what `giver` gave, but itself; none where it is not `device` that may ask."""
    if giver not in {one.device for one in kept_rights.given(db, device, at)}:
        return []
    return [one for one in devices.receivers(db, giver) if one != giver]
