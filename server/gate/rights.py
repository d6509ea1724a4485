"""Rights of a request: reads a claim from HTTP, and answers a refusal."""

from dataclasses import replace
from functools import partial

from aiohttp import hdrs, web

from crdt.roles import Role
from server.binders.handlers import arrival_page
from server.clock import now_ms
from server.errors import NotFoundError
from server.home import first_visit, password_page
from server.http.access import DEVICE, SAFE_METHODS, Rule
from server.http.carrying import is_taken_along
from server.http.keys import ENGINE, SEAL
from server.rights import facts, holder
from server.rights.admission import admit
from server.rights.claim import Claim, Demand
from server.rights.right import Right, right_of
from server.visitors import devices
from server.visitors.team import TEAM


async def resolve(request: web.Request, rule: Rule, need: Role) -> Right:
    """The right of the request. Raises NotFoundError, ForbiddenError, GoneError."""
    claim, asked, seal, now = _claim(request, rule), _asked(request, rule, need), request.app[SEAL], now_ms()
    if claim.own is None and claim.link is None:
        raise NotFoundError("no_link")
    read = partial(facts.read, claim=claim, asked=asked, seal=seal, proof=request.app[TEAM].proof, now=now)
    found = await request.app[ENGINE].read(read)
    if claim.own is not None:
        request[DEVICE] = found.device
    right = right_of(claim, asked, found, seal=seal, now=now)
    admission = admit(right, asked, found, seal=seal, now=now)
    right, device = admission.right, found.device
    if admission.keeps_device:
        device = await devices.with_cookie(request, device, right.target)
    request[DEVICE] = device
    return replace(right, device=device)


async def is_closed(request: web.Request) -> bool:
    """Whether the browser's cookie is one of a device that was closed."""
    return await request.app[ENGINE].read(partial(holder.is_closed, claim=devices.claim_of(request)))


def _claim(request: web.Request, rule: Rule) -> Claim:
    scheme, _, bearer = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    return Claim(
        token=request.match_info["token"],
        of=rule.target,
        cookie=devices.claim_of(request),
        bearer=bearer.strip() if scheme.lower() == "bearer" else None,  # RFC 6750
    )


def _asked(request: web.Request, rule: Rule, need: Role) -> Demand:
    return Demand(
        need=need,
        is_socket=rule.is_socket,
        is_door=rule.is_door,
        gives_cookie=rule.gives_cookie,
        greets=rule.greets and password_page.is_asked_by_people(request),
        pressed=arrival_page.pressed(request),
        carries=rule.carries or is_taken_along(request),
        is_fetched=_is_fetched(request, rule),
    )


def _is_fetched(request: web.Request, rule: Rule) -> bool:
    """Whether an address is looked at by what may be a robot: nothing has led it here.

    A socket is none's, and a copy of a print has its own proof in its address.
    """
    is_proved = "proof" in request.match_info
    return request.method in SAFE_METHODS and not (
        rule.is_socket or is_proved or first_visit.is_led_here(request)
    )
