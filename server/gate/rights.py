"""Rights of a request: its claim and what its address asks for, out of HTTP; then the facts decide."""

from dataclasses import replace
from functools import partial

from aiohttp import web

from crdt.roles import Role
from server.clock import now_ms
from server.errors import NotFoundError
from server.http.access import DEVICE, SAFE_METHODS, Rule
from server.http.carrying import is_taken_along
from server.http.keys import ENGINE, SEAL
from server.rights import facts
from server.rights.admission import admit
from server.rights.claim import Claim, Demand
from server.rights.right import Right, right_of
from server.visitors import devices
from server.visitors.team import TEAM
from server.visitors.visit import Visit, visit_of


async def resolve(request: web.Request, rule: Rule, need: Role) -> Right:
    """The right of the request. Raises NotFoundError, ForbiddenError, GoneError."""
    visit, seal, now = visit_of(request), request.app[SEAL], now_ms()
    claim, asked = _claim(request, rule, visit), _demand(request, rule, need, visit)
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


def _claim(request: web.Request, rule: Rule, visit: Visit) -> Claim:
    return Claim(
        token=request.match_info["token"],
        of=rule.target,
        cookie=visit.cookie,
        bearer=visit.bearer,
    )


def _demand(request: web.Request, rule: Rule, need: Role, visit: Visit) -> Demand:
    # By what may be a robot: nothing has led it here. A socket is none's, and a copy of a print has its own
    # proof in its address.
    is_proved = rule.is_socket or "proof" in request.match_info
    return Demand(
        need=need,
        is_socket=rule.is_socket,
        is_door=rule.is_door,
        gives_cookie=rule.gives_cookie,
        greets=rule.greets and visit.is_of_people,
        pressed=visit.pressed,
        carries=rule.carries or is_taken_along(request),
        is_fetched=request.method in SAFE_METHODS and not is_proved and not visit.is_led,
    )
