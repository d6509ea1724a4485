"""Linking devices: one shows a code, another browser joins by it."""

import hashlib
import secrets
from functools import partial
from typing import Final

from aiohttp import web

from server.clock import now_ms
from server.entry.answer import led_to
from server.errors import GoneError
from server.keys import DETAILS, ENGINE
from server.links.links import public_origin
from server.storage import Db, VisitorId, kept_rights, pairings
from server.storage.devices import Device
from server.visitors.device_pages import listed
from server.visitors.own_pages import agent_of, device_of, in_words, own_page

CODE_MS: Final = 10 * 60_000
_CODE_BYTES: Final = 16


async def code(request: web.Request) -> web.Response:
    """POST /devices/code: an address by which another browser becomes one of these, once, in ten minutes."""
    device, made = device_of(request), secrets.token_urlsafe(_CODE_BYTES)
    at = now_ms()
    keep = partial(pairings.insert, hash_=_hash(made), visitor=device.visitor, at=at, expires_at=at + CODE_MS)
    await request.app[ENGINE].write(keep)
    return await listed(request, code=f"{public_origin(request)}/devices/add/{made}")


async def ask(request: web.Request) -> web.Response:
    """GET /devices/add/{code}: whether this browser is theirs; a robot that looks spends nothing."""
    at = partial(pairings.find, hash_=_hash(request.match_info["code"]), at=now_ms())
    if await request.app[ENGINE].read(at) is None:
        raise GoneError("pairing_over")
    return own_page(request, "device-add.html", label=in_words(request, agent_of(request)))


async def join(request: web.Request) -> web.Response:
    """POST /devices/add/{code}: from now on this browser has what the others of that visitor have."""
    device = device_of(request)
    spend = partial(_join, device=device, hash_=_hash(request.match_info["code"]), at=now_ms())
    visitor = await request.app[ENGINE].write(spend)
    if visitor is None:
        raise GoneError("pairing_over")
    request[DETAILS] = {"joins": visitor}
    return led_to("/devices")


def _join(db: Db, *, device: Device, hash_: bytes, at: int) -> VisitorId | None:
    """Whose device it is from now on."""
    visitor = pairings.spend(db, hash_, at)
    if visitor is not None:
        kept_rights.join(db, device.id, visitor, at)
    return visitor


def _hash(made: str) -> bytes:
    return hashlib.sha256(made.encode()).digest()
