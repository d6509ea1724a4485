"""Linking devices: one shows a code, another opens it, both show the same digits and confirm."""

import asyncio
import math
from dataclasses import dataclass
from functools import partial
from typing import Any

import segno
from aiohttp import hdrs, web

from crdt.seat import Close
from server.clock import now_ms
from server.errors import GoneError, RefusedError, TooOftenError
from server.http.access import DEED, DETAILS, DEVICE
from server.http.address import ADDRESS
from server.http.answer import led_to, wants_json
from server.http.body import read_form
from server.http.keys import ENGINE
from server.http.paths import SitePage, path_for, public_origin
from server.http.templates import PAGES
from server.http.words import LANG
from server.ids import DeviceId
from server.live.rooms import ROOMS
from server.networks import network_of
from server.storage import Db, devices, kept_rights
from server.storage.devices import Described
from server.visitors.own_pages import agent_of, device_of, in_words, own_page
from server.visitors.pairings import PAIRINGS, Pairing, Step, spelled


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sides:
    """Both browsers, as far as they are known, and how many notes and pochettes the newcomer has."""

    shower: Described
    newcomer: Described | None
    notes: int


async def code(request: web.Request) -> web.Response:
    """POST /devices/code: begin; the browser is led to where it shows a code, and the digits afterwards."""
    pairing = request.app[PAIRINGS].show(device_of(request).id, _now())
    return led_to(path_for(SitePage.LINKING_CODE, code=spelled(pairing.code)))


async def type_code(request: web.Request) -> web.Response:
    """GET /devices/add: where a code is typed."""
    return own_page(request, "linking-code.html", wrong="", said="")


async def find(request: web.Request) -> web.Response:
    """POST /devices/add: lead to the code that was typed, or say what is wrong with it."""
    said = str((await read_form(request)).get("code", ""))[:40]
    try:
        pairing = _pairing(request, said)
    except (GoneError, TooOftenError) as refused:
        return _again(request, refused, said)
    return led_to(path_for(SitePage.LINKING_CODE, code=spelled(pairing.code)))


async def show(request: web.Request) -> web.Response:
    """GET /devices/add/{code}: the state of the pairing for each side. A GET changes nothing."""
    pairing, device = _pairing(request, request.match_info["code"]), request[DEVICE]
    step = pairing.step(device.id if device else None)
    if step is Step.TAKEN and (pairing.is_refused or pairing.is_linked):
        raise GoneError("pairing_over")
    if wants_json(request):
        return web.json_response({"step": step.value})
    look = partial(_sides, pairing=pairing, device=device.id if device else None)
    sides = await request.app[ENGINE].read(look)
    if sides is None:
        raise GoneError("pairing_over")
    if step is Step.ASK and device is not None and device.visitor == sides.shower.visitor:
        return led_to("/devices")  # it is one of theirs already
    return own_page(request, "linking.html", **_facts(request, pairing, step, sides))


async def answer(request: web.Request) -> web.Response:
    """POST /devices/add/{code}: `do` is open, confirm or refuse."""
    device, form = device_of(request), await read_form(request)
    pairing = _pairing(request, request.match_info["code"])
    request[DEED] = ""
    match form.get("do"):
        case "open":
            pairing.open(device.id, gives=form.get("give") == "1")
        case "confirm" if pairing.confirm(device.id, str(form.get("digits", ""))):
            await _link(request, pairing)
        case "confirm" if pairing.step(device.id) is Step.WAIT:
            request[DEED] = "pairing-confirmed"
        case "refuse" if pairing.refuse(device.id):
            request[DEED] = "pairing-refused"
    return led_to(request.path if pairing.newcomer else "/devices")


async def _link(request: web.Request, pairing: Pairing) -> None:
    """Both have confirmed: the newcomer joins. Its open notes come back as what it is by then."""
    newcomer = pairing.newcomer
    assert newcomer is not None, "both have confirmed"  # noqa: S101
    join = partial(_join, pairing=pairing, newcomer=newcomer, at=now_ms())
    detail = "this device was linked to others"
    try:
        async with request.app[ROOMS].revoking(newcomer, why=Close.RELOADING, detail=detail):
            given = await request.app[ENGINE].write(join)
    except BaseException:
        pairing.confirmed.clear()  # nothing was written: both may confirm again
        raise
    if given is None:
        pairing.is_refused = True
        raise GoneError("pairing_over")
    pairing.is_linked, pairing.given = True, given
    request[DEED] = "device-joined"
    request[DETAILS] = {"device": newcomer, "joins": pairing.shower, "given": given}


def _join(db: Db, *, pairing: Pairing, newcomer: DeviceId, at: int) -> int | None:
    """How many notes and pochettes were given; None where one of the two was closed meanwhile."""
    shower = devices.describe(db, pairing.shower)
    if shower is None or devices.describe(db, newcomer) is None:
        return None
    kept_rights.join(db, newcomer, shower.visitor, by=pairing.shower, at=at)
    return kept_rights.give(db, newcomer, at) if pairing.gives else 0


def _pairing(request: web.Request, said: str) -> Pairing:
    """The attempt with this code. Raises GoneError, or TooOftenError for who guesses."""
    network = network_of(request[ADDRESS].client)
    pairing, wait_s = request.app[PAIRINGS].find(said, network, _now())
    if wait_s > 0:
        raise TooOftenError("pairing_often", retry_s=math.ceil(wait_s), count=math.ceil(wait_s / 60))
    if pairing is None:
        raise GoneError("pairing_over")
    return pairing


def _sides(db: Db, *, pairing: Pairing, device: DeviceId | None) -> _Sides | None:
    shower = devices.describe(db, pairing.shower)
    newcomer = pairing.newcomer or (device if device != pairing.shower else None)
    if shower is None:
        return None
    return _Sides(
        shower=shower,
        newcomer=devices.describe(db, newcomer) if newcomer else None,
        notes=kept_rights.count(db, newcomer) if newcomer else 0,
    )


def _facts(request: web.Request, pairing: Pairing, step: Step, sides: _Sides) -> dict[str, Any]:
    device = request[DEVICE]
    shows = device is not None and device.id == pairing.shower
    address = public_origin(request) + path_for(SitePage.LINKING_CODE, code=spelled(pairing.code))
    newcomer = sides.newcomer.agent if sides.newcomer else agent_of(request)
    return {
        "step": step.value,
        "shows": shows,
        "who": _called(request, sides.shower),
        "shower": in_words(request, sides.shower.agent),
        "newcomer": in_words(request, newcomer),
        "newcomer_name": sides.newcomer.name if sides.newcomer else None,
        "notes": sides.notes,
        "gives": pairing.gives,
        "given": pairing.given,
        "digits": pairing.digits if step is Step.COMPARE else "",
        "address": address if step is Step.SHOW else "",
        "place": public_origin(request).partition("://")[2] + SitePage.LINKING,
        "code": spelled(pairing.code),
        "qr": segno.make(address, micro=False).svg_inline(border=0, omitsize=True)
        if step is Step.SHOW
        else "",
    }


def _called(request: web.Request, described: Described) -> str:
    """The name that the visitor of a device has said, else what its browser is."""
    return described.name or in_words(request, described.agent)


def _again(request: web.Request, refused: RefusedError, said: str) -> web.Response:
    t = request.app[PAGES].words[request[LANG]]
    wrong = t(f"errors.{refused.code}.text", **refused.params)
    page = own_page(request, "linking-code.html", status=refused.status, wrong=wrong, said=said)
    if refused.retry_s is not None:
        page.headers[hdrs.RETRY_AFTER] = str(refused.retry_s)
    return page


def _now() -> float:
    return asyncio.get_running_loop().time()
