"""Linking devices: one shows a code, another opens it, both show the same digits and confirm."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import segno
from aiohttp import hdrs, web

from crdt.seat import Close
from server.clock import now_ms
from server.errors import GoneError, RefusedError, TooOftenError
from server.http.access import DEED, DETAILS, DEVICE, LANG
from server.http.address import ADDRESS
from server.http.answer import led_to, wants_json
from server.http.body import read_form
from server.http.keys import ENGINE, SEAL
from server.http.paths import public_origin
from server.http.templates import PAGES
from server.ids import DeviceId, LinkId
from server.live.keys import ROOMS
from server.live.revocations import Revocation
from server.networks import network_of
from server.storage import Db, devices, kept_rights, pairings
from server.storage.devices import Described
from server.storage.pairings import Pairing, State
from server.text.paths import SitePage, path_for
from server.visitors.own_pages import agent_of, device_of, in_words, own_page
from server.visitors.pairings import (
    LASTS_MS,
    Said,
    Step,
    completes,
    confirmed,
    guessed,
    new_code,
    normal,
    opened,
    own,
    refused,
    spelled,
    step_of,
)

# Networks that guess are hashed as at the door of a link, under a name that no link has.
_AS_LINK: Final = LinkId("pairing")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """An attempt as a request has found it, with its code as people say it."""

    code: str
    pairing: Pairing


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sides:
    """Both browsers, as far as they are known, and how many notes and pochettes the newcomer has."""

    shower: Described
    newcomer: Described | None
    notes: int


async def code(request: web.Request) -> web.Response:
    """POST /devices/code: begin; the browser is led to where it shows a code, and the digits afterwards."""
    device, new, at = device_of(request), new_code(), now_ms()
    hashed = request.app[SEAL].of_pairing(new)
    pairing = Pairing(code=hashed, shower=device.id, until=at + LASTS_MS)
    await request.app[ENGINE].write(partial(pairings.begin, pairing=pairing, now=at))
    return led_to(path_for(SitePage.LINKING_CODE, code=spelled(new)))


async def type_code(request: web.Request) -> web.Response:
    """GET /devices/add: where a code is typed."""
    return own_page(request, "linking-code.html", wrong="", said="")


async def find(request: web.Request) -> web.Response:
    """POST /devices/add: lead to the code that was typed, or say what is wrong with it."""
    said = str((await read_form(request)).get("code", ""))[:40]
    try:
        found = await _opened(request, said)
    except (GoneError, TooOftenError) as wrong:
        return _again(request, wrong, said)
    return led_to(path_for(SitePage.LINKING_CODE, code=spelled(found.code)))


async def show(request: web.Request) -> web.Response:
    """GET /devices/add/{code}: the state of the pairing for each side. A GET changes nothing."""
    found, device = await _opened(request, request.match_info["code"]), request[DEVICE]
    pairing = found.pairing
    step = step_of(pairing, device.id if device else None)
    if step is Step.TAKEN and pairing.state is not State.OPEN:
        raise GoneError("pairing_over")
    if wants_json(request):
        return web.json_response({"step": step.value})
    look = partial(_sides, pairing=pairing, device=device.id if device else None)
    sides = await request.app[ENGINE].read(look)
    if sides is None:
        raise GoneError("pairing_over")
    if step is Step.ASK and device is not None and device.visitor == sides.shower.visitor:
        return led_to("/devices")  # it is one of theirs already
    return own_page(request, "linking.html", **_facts(request, found, step, sides))


async def answer(request: web.Request) -> web.Response:
    """POST /devices/add/{code}: `do` is open, confirm or refuse."""
    device, form = device_of(request), await read_form(request)
    pairing = (await _opened(request, request.match_info["code"])).pairing
    request[DEED] = ""
    match form.get("do"):
        case "open":
            change = partial(opened, device=device.id, gives=form.get("give") == "1")
            pairing = await _changed(request, pairing, change)
        case "confirm" if str(form.get("digits", "")) == _digits(request, pairing):
            pairing = await _changed(request, pairing, partial(confirmed, device=device.id))
            if completes(pairing, device.id):
                await _link(request, pairing, device.id)
            elif step_of(pairing, device.id) is Step.WAIT:
                request[DEED] = "pairing-confirmed"
        case "refuse":
            was_open = pairing.state is State.OPEN
            pairing = await _changed(request, pairing, partial(refused, device=device.id))
            if was_open and step_of(pairing, device.id) is Step.REFUSED:
                request[DEED] = "pairing-refused"
    return led_to(request.path if pairing.newcomer else "/devices")


async def _changed(request: web.Request, pairing: Pairing, change: Callable[[Pairing], Pairing]) -> Pairing:
    """What an attempt is after a change of the one that is there by then. Raises GoneError."""
    after = await request.app[ENGINE].write(partial(_change, code=pairing.code, change=change, at=now_ms()))
    if after is None:
        raise GoneError("pairing_over")
    return after


def _change(db: Db, *, code: bytes, change: Callable[[Pairing], Pairing], at: int) -> Pairing | None:
    before = pairings.find(db, code, at)
    if before is None:
        return None
    after = change(before)
    if after != before:
        pairings.keep(db, after)
    return after


async def _link(request: web.Request, pairing: Pairing, device: DeviceId) -> None:
    """Both have confirmed: the newcomer joins. Its open notes come back as what it is by then."""
    newcomer = pairing.newcomer
    assert newcomer is not None, "both have confirmed"  # noqa: S101
    join = partial(_join, code=pairing.code, device=device, at=now_ms())
    detail = "this device was linked to others"
    async with request.app[ROOMS].guests.revoking(Revocation([newcomer], why=Close.RELOADING, detail=detail)):
        given = await request.app[ENGINE].write(join)
    if given is None:
        return
    request[DEED] = "device-joined"
    request[DETAILS] = {"device": newcomer, "joins": pairing.shower, "given": given}


def _join(db: Db, *, code: bytes, device: DeviceId, at: int) -> int | None:
    """How many notes and pochettes were given; None where the other side, or a closing, was faster."""
    pairing = pairings.find(db, code, at)
    if pairing is None or not completes(pairing, device) or pairing.newcomer is None:
        return None
    shower = devices.describe(db, pairing.shower)
    if shower is None:
        return None
    kept_rights.join(db, pairing.newcomer, shower.visitor, by=pairing.shower, at=at)
    given = kept_rights.give(db, pairing.newcomer, at) if pairing.gives else 0
    pairings.keep(db, replace(pairing, state=State.LINKED, given=given))
    return given


async def _opened(request: web.Request, spelled_: str) -> _Opened:
    """The attempt with this code. Raises GoneError, or TooOftenError for who guesses."""
    said_code, seal, device = normal(spelled_), request.app[SEAL], request[DEVICE]
    said = Said(
        code=seal.of_pairing(said_code),
        device=device.id if device else None,
        network=seal.of_network(_AS_LINK, network_of(request[ADDRESS].client)),
        at=now_ms(),
    )
    engine = request.app[ENGINE]
    pairing = await engine.read(partial(own, said=said))
    if pairing is None:
        pairing, wait_s = await engine.write(partial(guessed, said=said))
        if wait_s > 0:
            raise TooOftenError("pairing_often", retry_s=math.ceil(wait_s), count=math.ceil(wait_s / 60))
    if pairing is None:
        raise GoneError("pairing_over")
    return _Opened(code=said_code, pairing=pairing)


def _digits(request: web.Request, pairing: Pairing) -> str:
    """The digits that both sides show, "" while there is one. They are kept nowhere."""
    if pairing.newcomer is None:
        return ""
    return request.app[SEAL].digits(pairing.code, pairing.newcomer)


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


def _facts(request: web.Request, found: _Opened, step: Step, sides: _Sides) -> dict[str, Any]:
    device, pairing = request[DEVICE], found.pairing
    shows = device is not None and device.id == pairing.shower
    address = public_origin(request) + path_for(SitePage.LINKING_CODE, code=spelled(found.code))
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
        "digits": _digits(request, pairing) if step is Step.COMPARE else "",
        "address": address if step is Step.SHOW else "",
        "place": public_origin(request).partition("://")[2] + SitePage.LINKING,
        "code": spelled(found.code),
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
