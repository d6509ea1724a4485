"""Middleware: host, origin and the right of the address are checked before any handler."""

from dataclasses import replace
from functools import partial

from aiohttp import hdrs, web

from crdt.roles import Role
from crdt.seat import Close
from server.binders.handlers import arrival_page
from server.clock import now_ms
from server.errors import ForbiddenError, GoneError, MisdirectedError, NotFoundError
from server.gate import rights
from server.home import first_visit, password_page
from server.http.access import ACCESS, CLOSED, DEVICE, RULES, SAFE_METHODS, Handler, Rule, Who
from server.http.address import ADDRESS, address_of
from server.http.carrying import is_taken_along
from server.http.keys import CONFIG, ENGINE
from server.http.recheck import expect_lasting
from server.http.visit import is_of_people
from server.links.handlers import moved
from server.live.keys import LINK_WATCH, ROOMS
from server.live.link_watch import Held
from server.live.socket import refuse
from server.rights import holder
from server.rights.access import Access
from server.rights.admission import FirstVisitError, NameAskedError
from server.secrets.tokens import new_visitor
from server.targets import Target
from server.visitors import devices
from server.visitors.colours import random_colour

# Why a websocket is closed at once; whatever else there is, its link does not exist.
CLOSES = {
    "device_closed": Close.DEVICE_CLOSED,
    "password": Close.LOCKED,
    "role": Close.WITHDRAWN,
    "no_access": Close.WITHDRAWN,
    "put_out": Close.DEVICE_CLOSED,
    "in_trash": Close.TRASHED,
    "in_your_trash": Close.TRASHED,
}


@web.middleware
async def check_host(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer only to our own names, so that no foreign name can be pointed at this server."""
    address = request.get(ADDRESS) or address_of(request, request.app[CONFIG])
    if address is not None:
        request[ADDRESS] = address
    elif not _rule(request).any_host:
        raise MisdirectedError("wrong_host")
    return await handler(request)


@web.middleware
async def check_origin(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let no page of another site write or open a websocket; programs, which send no origin, may."""
    if (request.method not in SAFE_METHODS or _rule(request).is_socket) and _is_foreign(request):
        raise ForbiddenError("foreign_origin")
    return await handler(request)


@web.middleware
async def admit(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give the request its device and its access, or refuse it."""
    rule = _rule(request)
    match rule.need:
        case Role():
            return await _admit_by_link(request, handler, rule, rule.need)
        case Who.DEVICE:
            request[DEVICE] = await request.app[ENGINE].read(
                partial(holder.find, claim=devices.claim_of(request))
            )
            if request[DEVICE] is None:
                raise ForbiddenError("no_device")
            await devices.keep_up(request, request[DEVICE])
            expect_lasting(request, partial(_still_known, request))
        case Who.ANYONE if rule.gives_cookie:
            device = await request.app[ENGINE].read(partial(holder.find, claim=devices.claim_of(request)))
            if device is None and is_taken_along(request):
                raise ForbiddenError("no_device")
            await devices.keep_up(request, device)
            request[DEVICE] = await devices.with_cookie(request, device)
        case Who.ANYONE:
            pass
    return await handler(request)


async def _admit_by_link(
    request: web.Request, handler: Handler, rule: Rule, need: Role
) -> web.StreamResponse:
    since = request.app[ROOMS].guests.revocations.moment
    try:
        right = await rights.resolve(request, rule, need)
    except (NotFoundError, ForbiddenError, GoneError) as error:
        if rule.asks and error.code == "no_access":
            request[DEVICE] = await devices.with_cookie(request, request[DEVICE])
            return await handler(request)
        answer = await _instead(request, rule, need, error)
        if answer is not None:
            return answer
        request[CLOSED] = await rights.is_closed(request)
        raise
    device = right.device
    await devices.keep_up(request, device)
    expect_lasting(request, partial(_still_allowed, request, rule, need, right.role))
    access = request[ACCESS] = Access(
        link=right.link,
        target=right.target,
        role=right.role,
        device=device.id if device else None,
        visitor=device.visitor if device else new_visitor(),
        name=device.name if device else None,
        colour=device.colour if device else random_colour(),
        generation=right.generation,
        expires_at=right.expires_at,
        binder=right.binder,
        is_own=right.is_own,
        cookie=_generation(request),
        since=since,
    )
    if not rule.is_socket:
        answer = await handler(request)
        if _has_changed(request, access) and request.method in SAFE_METHODS and not answer.prepared:
            await _still_allowed(request, rule, need, right.role)
        return answer
    with request.app[LINK_WATCH].holding(Held(access.link, access.generation, access.expires_at)):
        return await handler(request)


async def _instead(
    request: web.Request, rule: Rule, need: Role, error: NotFoundError | ForbiddenError | GoneError
) -> web.StreamResponse | None:
    """What is answered in place of a refusal: a page that asks for something, an address that has moved."""
    if rule.is_socket and request.headers.get(hdrs.UPGRADE, "").lower() == "websocket":
        why = CLOSES.get(error.code, Close.NO_SUCH_LINK)
        return await refuse(request, why, f"expected a link to {need}, got none")
    if error.code == "password" and is_of_people(request):
        return password_page.ask(request)
    if isinstance(error, NameAskedError):
        return arrival_page.ask(request, error.role)
    if isinstance(error, FirstVisitError) and is_of_people(request):
        request[CLOSED] = await rights.is_closed(request)
        return first_visit.ask(request, error)
    if not rule.is_socket and isinstance(error, NotFoundError):
        return await moved.redirect(request)
    return None


def _has_changed(request: web.Request, access: Access[Target]) -> bool:
    """Whether the right to see something ended while that was being made: a print may take its time."""
    return access.is_over(now_ms()) or request.app[ROOMS].guests.revocations.touches(access)


async def _still_allowed(request: web.Request, rule: Rule, need: Role, was: Role) -> None:
    device = request[DEVICE]
    right = await rights.resolve(request, replace(rule, gives_cookie=False), need)
    request[DEVICE] = device
    if right.role is not was:
        raise ForbiddenError("role", role=right.role.value)


async def _still_known(request: web.Request) -> None:
    if await request.app[ENGINE].read(partial(holder.find, claim=devices.claim_of(request))) is None:
        raise ForbiddenError("no_device")


def _generation(request: web.Request) -> int:
    claim = devices.claim_of(request)
    return claim.cookie.generation if claim else 0


def _is_foreign(request: web.Request) -> bool:
    origin = request.headers.get(hdrs.ORIGIN)
    site = request.headers.get("Sec-Fetch-Site")
    if origin is None:
        return site in {"cross-site", "same-site"}
    if origin == "null":  # what a form sends from a page that tells no referrer
        return site != "same-origin"
    return not origin or origin.lower() not in {request[ADDRESS].origin, request.app[CONFIG].url}


def _rule(request: web.Request) -> Rule:
    """The rule of the address. What has none (aiohttp's own 404 and 405) gives nothing."""
    rule = request.app[RULES].get(request.match_info.route)
    if rule is None and request.match_info.http_exception is None:
        raise ForbiddenError("no_rule")
    return rule or Rule(path="", need=Who.ANYONE)
