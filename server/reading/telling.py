"""Consent of a visitor that the team sees what they read: off by default, and over at once."""

from functools import partial

from aiohttp import web

from server.clock import as_datetime
from server.errors import BadInputError
from server.http.access import DEVICE
from server.http.answer import led_to
from server.http.body import read_form, read_json
from server.http.keys import ENGINE
from server.ids import NoteId, VisitorId
from server.storage import readings
from server.storage.devices import Device
from server.storage.readings import Reader


async def get(request: web.Request) -> web.Response:
    """GET /api/reading."""
    found = partial(readings.tells, visitor=_visitor(request))
    return web.json_response({"tells": await request.app[ENGINE].read(found)})


async def put(request: web.Request) -> web.Response:
    """PUT /api/reading."""
    tells = (await read_json(request, {"tells"})).get("tells")
    if not isinstance(tells, bool):
        raise BadInputError("bad_tells", pointer="/tells")
    await _put(request, tells=tells)
    return web.json_response({"tells": tells})


async def post(request: web.Request) -> web.Response:
    """POST /devices/reading: the form of the page of devices."""
    await _put(request, tells=(await read_form(request)).get("tells") == "on")
    return led_to("/devices")


def facts(found: list[Reader], note: NoteId | None) -> list[dict[str, str]]:
    """Who says to have read a note, as JSON."""
    return [
        {"name": reader.name, "at": as_datetime(reader.at).isoformat()}
        for reader in found
        if reader.note == note
    ]


async def _put(request: web.Request, *, tells: bool) -> None:
    await request.app[ENGINE].write(partial(readings.tell, visitor=_visitor(request), tells=tells))


def _visitor(request: web.Request) -> VisitorId:
    device: Device | None = request[DEVICE]
    if device is None:
        raise TypeError("expected a device at an address for devices")
    return device.visitor
