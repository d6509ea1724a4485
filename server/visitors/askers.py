"""Asker of a request, where jobs wait in line: its network, its browser, and whether that has a history."""

from typing import Final

from aiohttp import web

from server.clock import now_ms
from server.http.access import ACCESS, DEVICE
from server.http.address import ADDRESS
from server.jobs.asker import Asker
from server.networks import networks_of
from server.storage.devices import Device
from server.visitors.cookies import DAY_MS
from server.visitors.membership import is_member
from server.visitors.team import TEAM

# A browser that was here so long ago goes before newcomers of its own network.
KNOWN_AFTER_MS: Final = DAY_MS


async def asker_of(request: web.Request) -> Asker:
    """The device of the request, or its link where there is none."""
    device, access = request.get(DEVICE), request.get(ACCESS)
    return Asker(
        who=access.who if access else device.id if device else "",
        networks=networks_of(request[ADDRESS].client),
        is_known=device is not None and await _is_known(request, device),
    )


async def _is_known(request: web.Request, device: Device) -> bool:
    if device.created_at <= now_ms() - KNOWN_AFTER_MS:
        return True
    return request.app[TEAM].is_closed and await is_member(request, device)
