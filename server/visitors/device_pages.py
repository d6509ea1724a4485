"""The devices of a visitor: listed, closed alone or, when one was stolen, all at once."""

from functools import partial
from typing import Any, Final

from aiohttp import web

from crdt.seat import Close
from export.labels import moment
from server.clock import as_datetime, now_ms
from server.entry.answer import led_to
from server.errors import NotFoundError
from server.keys import DETAILS, ENGINE, LANG, PAIRINGS, ROOMS, TEAM
from server.storage import Db, DeviceId, LinkId, devices, kept_rights, links
from server.storage.devices import Device, DeviceRow
from server.storage.kept_rights import Given
from server.visitors import ends
from server.visitors.agents import named
from server.visitors.own_pages import device_of, in_words, own_page

_CLOSED: Final = "this device was closed by its owner"


async def show(request: web.Request) -> web.Response:
    """GET /devices."""
    return await listed(request)


async def close(request: web.Request) -> web.Response:
    """POST /devices/{device}/close: it has no right any more, at once."""
    device, id_ = device_of(request), DeviceId(request.match_info["device"])
    mine = await request.app[ENGINE].read(partial(devices.of_visitor, visitor=device.visitor))
    if id_ not in {one.id for one in mine}:
        raise NotFoundError("not_found")
    async with request.app[ROOMS].withdrawing(id_, why=Close.DEVICE_CLOSED, detail=_CLOSED):
        await request.app[ENGINE].write(partial(devices.close, device=id_, at=now_ms()))
    request.app[PAIRINGS].end_of([id_])
    if id_ != device.id:
        return led_to("/devices")
    return led_to("/team?left=1" if request.app[TEAM].provider else "/")


async def stolen(request: web.Request) -> web.Response:
    """POST /devices/stolen: closes all others and the links that they made; tells what they had opened."""
    device = device_of(request)
    close_all = partial(_close_others, device=device, at=now_ms())
    lost, made = await request.app[ENGINE].read(partial(_of_others, device=device))
    rooms = request.app[ROOMS]
    async with (
        rooms.withdrawing(*lost, why=Close.DEVICE_CLOSED, detail=_CLOSED),
        rooms.withdrawing(*made, why=Close.WITHDRAWN, detail="this link was closed"),
    ):
        closed, shut, opened = await request.app[ENGINE].write(close_all)
    request.app[PAIRINGS].end_of(closed)
    for link in set(shut).difference(made):  # made while the others were looked up
        rooms.close_link(link)
    request[DETAILS] = {"devices": closed, "links": shut}
    return await listed(request, stolen={"devices": len(closed), "links": len(shut), "opened": opened})


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


async def listed(request: web.Request, **more: Any) -> web.Response:
    """The page of the devices."""
    device, at = device_of(request), now_ms()
    look = partial(_found, device=device, at=at)
    rows, kept, given = await request.app[ENGINE].read(look)
    return own_page(
        request,
        "devices.html",
        devices=[_facts(request, row, device) for row in rows],
        kept=kept,
        given=[_given(request, one, device) for one in given],
        name=device.name,
        ending=await ends.told(request, device),
        **more,
    )


def _found(db: Db, *, device: Device, at: int) -> tuple[list[DeviceRow], int, list[Given]]:
    rows = devices.of_visitor(db, device.visitor)
    return rows, kept_rights.count_kept(db, device.id), kept_rights.given(db, device.id, at)


def _facts(request: web.Request, row: DeviceRow, device: Device) -> dict[str, Any]:
    return {
        "id": row.id,
        "label": in_words(request, row.agent),
        "is_this": row.id == device.id,
        "is_phone": named(row.agent)[1] in {"iPhone", "iPad", "Android"},
        "since": as_datetime(row.created_at).isoformat(),
        "seen": as_datetime(row.seen_at).isoformat(),
        "notes": row.notes,
        "has_left": row.has_left,
    }


def _given(request: web.Request, given: Given, device: Device) -> dict[str, Any]:
    return {
        "device": given.device,
        "label": in_words(request, given.agent),
        "is_this": given.device == device.id,
        "notes": given.notes,
        "until": moment(as_datetime(given.at + kept_rights.RETURN_MS).astimezone(), request[LANG]),
    }
