"""The devices of a visitor: listed, closed one by one, and what is pending between them."""

from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from aiohttp import web

from crdt.seat import Close
from export.note.labels import moment
from server.clock import as_datetime, now_ms
from server.errors import NotFoundError
from server.http.access import LANG
from server.http.answer import led_to
from server.http.keys import CLOCK, ENGINE
from server.http.templates import PAGES
from server.ids import DeviceId, VisitorId
from server.live.keys import ROOMS
from server.live.revocations import Revocation
from server.storage import Db, carrying, devices, kept_rights, losses, readings, recovery_codes
from server.storage.carrying import Kept
from server.storage.devices import Device, DeviceRow
from server.storage.kept_rights import Given
from server.storage.losses import Loss
from server.visitors import closing, ends, lost
from server.visitors.agents import named
from server.visitors.membership import is_member
from server.visitors.own_pages import device_of, in_words, own_page
from server.visitors.team import TEAM

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
    by = device.visitor if id_ != device.id else None
    apart = by is not None and await request.app[ENGINE].read(
        partial(kept_rights.keeps_apart, device=id_, visitor=by)
    )
    why = Close.RELOADING if apart else Close.DEVICE_CLOSED
    async with request.app[ROOMS].guests.revoking(Revocation([id_], why=why, detail=_CLOSED)):
        await request.app[ENGINE].write(partial(_close, device=id_, by=by, at=now_ms()))
    if id_ != device.id:
        return led_to("/devices")
    return led_to("/team?left=1" if request.app[TEAM].provider else "/")


def _close(db: Db, *, device: DeviceId, by: VisitorId | None, at: int) -> None:
    """`by` is the visitor who closes another device than the one that asks; None for that one itself."""
    if by is not None:
        closing.close(db, device, visitor=by, at=at)
    else:
        devices.close(db, device, at)
    readings.forget(db, device)


async def listed(request: web.Request, **more: Any) -> web.Response:
    """The page of the devices."""
    device, at = device_of(request), now_ms()
    look = partial(_found, device=device, at=at)
    found = await request.app[ENGINE].read(look)
    return own_page(
        request,
        "devices.html",
        devices=[
            _facts(request, row, device) | taken(request, found.taken.get(row.id)) for row in found.rows
        ],
        kept=found.kept,
        given=[_given(request, one, device) for one in found.given],
        name=device.name,
        ending=await ends.told(request, device),
        signed_in=found.has_signed_in,
        tells_reading=found.tells_reading,
        is_member=request.app[TEAM].is_closed and await is_member(request, device),
        provider=request.app[TEAM].provider is not None,
        is_put_out=found.is_put_out,
        pending=[_loss(request, loss, device) for loss in found.pending],
        code_at=as_datetime(found.code_at).isoformat() if found.code_at is not None else "",
        **more,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What the page tells: devices, what is kept and given, pending losses, the recovery code's time.

    `taken`: what each device has taken along.
    """

    rows: list[DeviceRow]
    taken: dict[DeviceId, Kept]
    kept: int
    given: list[Given]
    pending: list[Loss]
    is_put_out: bool
    code_at: int | None
    has_signed_in: bool
    tells_reading: bool


def _found(db: Db, *, device: Device, at: int) -> _Found:
    rows = devices.of_visitor(db, device.visitor)
    return _Found(
        rows=rows,
        taken=carrying.kept(db, [row.id for row in rows], at),
        kept=kept_rights.count_kept(db, device.id),
        given=kept_rights.given(db, device.id, at),
        pending=losses.pending(db, device.visitor, at),
        is_put_out=losses.put_out(db, device.id, at),
        code_at=recovery_codes.made_at(db, device.visitor),
        tells_reading=readings.tells(db, device.visitor),
        has_signed_in=lost.may_take_back(db, device, at),
    )


def _loss(request: web.Request, loss: Loss, device: Device) -> dict[str, Any]:
    lang = request[LANG]
    return {
        "at": moment(request.app[CLOCK].at(loss.at), lang),
        "final": moment(request.app[CLOCK].at(loss.final_at), lang),
        "is_mine": loss.by_device == device.id,
    }


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


def taken(request: web.Request, kept: Kept | None) -> dict[str, str]:
    """What a device shows without a network, in words."""
    if kept is None:
        return {"taken": ""}
    until = moment(request.app[CLOCK].at(kept.until), request[LANG])
    return {"taken": request.app[PAGES].words[request[LANG]]("devices.taken", count=kept.notes, until=until)}


def _given(request: web.Request, given: Given, device: Device) -> dict[str, Any]:
    return {
        "device": given.device,
        "label": in_words(request, given.agent),
        "is_this": given.device == device.id,
        "notes": given.notes,
        "until": moment(request.app[CLOCK].at(given.at + kept_rights.RETURN_MS), request[LANG]),
    }
