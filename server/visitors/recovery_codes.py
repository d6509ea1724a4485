"""Recovery code of a visitor: 20 letters for a sheet of paper that bring back everything."""

import hashlib
import secrets
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from aiohttp import web

from server.clock import now_ms
from server.errors import ForbiddenError, GoneError
from server.http.access import DEED, DETAILS, DEVICE, LANG
from server.http.body import read_form
from server.http.keys import ENGINE
from server.http.templates import PAGES
from server.ids import VisitorId
from server.live.keys import ROOMS
from server.rights import holder
from server.rights.cookie import Cookie
from server.storage import Db, devices, kept_rights, losses
from server.storage import recovery_codes as codes
from server.storage.devices import Device
from server.storage.rights.recoveries import UNDO_MS
from server.visitors import lost
from server.visitors.cookies import NEW_COOKIE
from server.visitors.devices import create, fresh
from server.visitors.loss_pages import cut_off_rest, cutting_off, told
from server.visitors.lost import Pressed, Reach
from server.visitors.own_pages import agent_of, device_of, own_page
from server.visitors.visit import visit_of

# Crockford's base 32, without letters that are read as digits: 20 of them are 100 bits.
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH: Final = 20
_GROUP: Final = 5
# What the field takes: with spaces or signs between the letters.
_MOST: Final = 60
_READ_AS: Final = str.maketrans("OIL", "011")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Used:
    """Whose code it was, the device that its browser is by now, and what was taken back, if anything was."""

    device: Device
    cookie: Cookie | None
    pressed: Pressed | None


async def make(request: web.Request) -> web.Response:
    """POST /devices/recovery-code: a new code, shown once; the one before is good for a week more.

    `then=stolen`: it was asked for before a loss is declared, and leads back there.
    """
    device, code = device_of(request), new_code()
    is_before_loss = (await read_form(request)).get("then") == "stolen"
    await request.app[ENGINE].write(partial(_keep, code=code, device=device, at=now_ms()))
    then = "/devices/stolen" if is_before_loss else "/devices"
    return own_page(request, "recovery-code.html", code=code, then=then)


async def ask(request: web.Request) -> web.Response:
    """GET /recovery: where the code is typed."""
    return own_page(request, "recovery.html", said="", wrong="")


async def use(request: web.Request) -> web.Response:
    """POST /recovery: this browser is the visitor's; what is pending is taken back, and its author closed."""
    said = str((await read_form(request)).get("code", ""))
    try:
        return await _used(request, said)
    except GoneError as error:
        wrong = request.app[PAGES].words[request[LANG]](f"errors.{error.code}.text")
        request[DEED] = ""
        return own_page(request, "recovery.html", said=said[:_MOST], wrong=wrong, status=error.status)


async def _used(request: web.Request, said: str) -> web.Response:
    engine, rooms, at, code = request.app[ENGINE], request.app[ROOMS], now_ms(), new_code()
    found = await engine.read(partial(_reach, said=said, at=at))
    if found is None:
        raise GoneError("recovery_code_over")
    device = await _browser(request, at)
    async with cutting_off(rooms, found):
        used = await engine.write(partial(_use, said=said, code=code, device=device, at=at))
    if used is None:  # somebody else has just used it
        raise GoneError("recovery_code_over")
    return _taken(request, found, used, code)


async def _browser(request: web.Request, at: int) -> Device:
    """The device of this browser, also one that is suspended itself."""
    if (device := request[DEVICE]) is not None:
        return device
    claim = visit_of(request).cookie
    found = await request.app[ENGINE].read(partial(holder.suspended, claim=claim, now=at))
    if found is not None:
        return found
    made, request[NEW_COOKIE] = await create(request.app[ENGINE], None, agent_of(request))
    return made


def _taken(request: web.Request, found: Reach, used: _Used, code: str) -> web.Response:
    """What was taken back, and the next code."""
    if used.cookie is not None:
        request[NEW_COOKIE] = used.cookie
    request[DEVICE] = used.device
    request[DETAILS] = {"joins": used.device.visitor}
    if used.pressed is None:
        return own_page(request, "recovered.html", code=code)
    cut_off_rest(request.app, found, used.pressed)
    request[DEED] = "theft-taken-back"
    request[DETAILS] = {"devices": list(used.pressed.reach.lost), "joins": used.device.visitor}
    return own_page(request, "recovered.html", code=code, pressed=told(request, used.pressed))


async def take_back(request: web.Request) -> web.Response:
    """POST /devices/take-back-all: the same without a code, after a new sign-in at the provider."""
    device, code = device_of(request), new_code()
    engine, rooms, at = request.app[ENGINE], request.app[ROOMS], now_ms()
    if not await engine.read(partial(lost.may_take_back, device=device, now=at)):
        raise ForbiddenError("sign_in_first")
    found = await engine.read(partial(lost.reach_of_taking_back, visitor=device.visitor, at=at))
    async with cutting_off(rooms, found):
        used = await engine.write(partial(_take_back, device=device, code=code, at=at))
    return _taken(request, found, used, code)


def new_code() -> str:
    """Four groups of five letters."""
    letters = [secrets.choice(_LETTERS) for _ in range(_LENGTH)]
    return "-".join("".join(letters[at : at + _GROUP]) for at in range(0, _LENGTH, _GROUP))


def hash_of(code: str) -> bytes:
    """What is kept of a code, however it is typed: small letters, spaces, O for 0, I and L for 1."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum()).translate(_READ_AS)
    return hashlib.sha256(letters.encode()).digest()


def _keep(db: Db, *, code: str, device: Device, at: int) -> None:
    codes.insert(db, hash_of(code), device.visitor, device.id, at)


def _reach(db: Db, *, said: str, at: int) -> Reach | None:
    visitor = codes.find(db, hash_of(said), at)
    return lost.reach_of_taking_back(db, visitor, at=at) if visitor is not None else None


def _use(db: Db, *, said: str, code: str, device: Device, at: int) -> _Used | None:
    visitor = codes.find(db, hash_of(said), at)
    if visitor is None:
        return None
    code_at = codes.spend(db, hash_of(said))
    return _recover(db, device, visitor, code=code, code_at=code_at, at=at)


def _take_back(db: Db, *, device: Device, code: str, at: int) -> _Used:
    return _recover(db, device, device.visitor, code=code, code_at=at - UNDO_MS, at=at)


def _recover(db: Db, device: Device, visitor: VisitorId, *, code: str, code_at: int, at: int) -> _Used:
    mine, cookie = _as_own(db, device, visitor, at)
    pressed = lost.take_back(db, mine, code_at=code_at, at=at)
    codes.insert(db, hash_of(code), visitor, mine.id, at)
    return _Used(device=mine, cookie=cookie, pressed=pressed)


def _as_own(db: Db, device: Device, visitor: VisitorId, at: int) -> tuple[Device, Cookie | None]:
    """The browser as a device of the visitor's; anew with another cookie where it is the one that pressed."""
    if device.visitor != visitor:
        kept_rights.join(db, device.id, visitor, by=None, at=at)
        return replace(device, visitor=visitor), None
    if device.id not in {loss.by_device for loss in losses.pending(db, visitor, at)}:
        return device, None
    beside, cookie = fresh(device)
    devices.insert_beside(db, beside, cookie.hash, of=device.id)
    return beside, cookie
