"""Middleware: host, origin and the right of the address are checked before any handler."""

from dataclasses import replace
from functools import partial

from aiohttp import hdrs, web

from crdt.roles import Role
from server.clock import now_ms
from server.errors import ForbiddenError, MisdirectedError, NotFoundError
from server.gate import rights
from server.http.access import ACCESS, DEVICE, SAFE_METHODS, Handler, Rule, Who, rule_of
from server.http.address import ADDRESS, address_of
from server.http.carrying import is_taken_along
from server.http.keys import CONFIG, ENGINE
from server.http.recheck import expect_lasting
from server.live.keys import LINK_WATCH, ROOMS
from server.live.link_watch import Held
from server.rights import holder
from server.rights.access import Access
from server.secrets.tokens import new_visitor
from server.storage.devices import Device
from server.targets import Target
from server.visitors import devices
from server.visitors.colours import random_colour
from server.visitors.visit import visit_of


@web.middleware
async def check_host(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer only to our own names, so that no foreign name can be pointed at this server."""
    address = request.get(ADDRESS) or address_of(request, request.app[CONFIG])
    if address is not None:
        request[ADDRESS] = address
    elif not rule_of(request).any_host:
        raise MisdirectedError("wrong_host")
    return await handler(request)


@web.middleware
async def check_origin(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let no page of another site write or open a websocket; programs, which send no origin, may."""
    if (request.method not in SAFE_METHODS or rule_of(request).is_socket) and _is_foreign(request):
        raise ForbiddenError("foreign_origin")
    return await handler(request)


@web.middleware
async def admit(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give the request its device and its access, or refuse it."""
    rule = rule_of(request)
    match rule.need:
        case Role():
            return await _admit_by_link(request, handler, rule, rule.need)
        case Who.DEVICE:
            request[DEVICE] = await _device(request)
            if request[DEVICE] is None:
                raise ForbiddenError("no_device")
            await devices.keep_up(request, request[DEVICE])
            expect_lasting(request, partial(_still_known, request))
        case Who.ANYONE if rule.gives_cookie:
            device = await _device(request)
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
    except NotFoundError as error:
        if not rule.asks or error.code != "no_access":
            raise
        request[DEVICE] = await devices.with_cookie(request, request[DEVICE])
        return await handler(request)
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
        if _has_changed(request, access):
            await _still_allowed(request, rule, need, right.role)
        answer = await handler(request)
        if _has_changed(request, access) and request.method in SAFE_METHODS and not answer.prepared:
            await _still_allowed(request, rule, need, right.role)
        return answer
    with request.app[LINK_WATCH].holding(Held(access.link, access.generation, access.expires_at)):
        return await handler(request)


def _has_changed(request: web.Request, access: Access[Target]) -> bool:
    """Whether the right ended while it was looked up, or what it shows was made: a print takes its time."""
    return access.is_over(now_ms()) or request.app[ROOMS].guests.revocations.touches(access)


async def _still_allowed(request: web.Request, rule: Rule, need: Role, was: Role) -> None:
    device = request[DEVICE]
    right = await rights.resolve(request, replace(rule, gives_cookie=False), need)
    request[DEVICE] = device
    if right.role is not was:
        raise ForbiddenError("role", role=right.role.value)


async def _device(request: web.Request) -> Device | None:
    """The device of the request's cookie, None when there is none that is known."""
    return await request.app[ENGINE].read(partial(holder.find, claim=visit_of(request).cookie))


async def _still_known(request: web.Request) -> None:
    if await _device(request) is None:
        raise ForbiddenError("no_device")


def _generation(request: web.Request) -> int:
    claim = visit_of(request).cookie
    return claim.cookie.generation if claim else 0


def _is_foreign(request: web.Request) -> bool:
    origin = request.headers.get(hdrs.ORIGIN)
    site = request.headers.get("Sec-Fetch-Site")
    if origin is None:
        return site in {"cross-site", "same-site"}
    if origin == "null":  # what a form sends from a page that tells no referrer
        return site != "same-origin"
    return not origin or origin.lower() not in {request[ADDRESS].origin, request.app[CONFIG].url}
