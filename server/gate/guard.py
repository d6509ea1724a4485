"""Middleware: host, origin and the right of the address are checked before any handler."""

from dataclasses import replace
from functools import partial
from typing import NamedTuple

from aiohttp import hdrs, web

from crdt.roles import Role
from crdt.seat import Close
from server.clock import now_ms
from server.errors import ForbiddenError, GoneError, MisdirectedError, NotFoundError
from server.home import password_page
from server.http.access import (
    ACCESS,
    CLOSED,
    DEVICE,
    RULES,
    Access,
    Handler,
    Rule,
    Who,
)
from server.http.address import ADDRESS, address_of
from server.http.keys import CONFIG, ENGINE, SEAL
from server.http.recheck import expect_lasting
from server.ids import LinkId
from server.links import moved
from server.live.link_watch import LINK_WATCH, Held
from server.live.rooms import ROOMS
from server.live.socket import refuse
from server.secrets.tokens import link_of
from server.storage import Db, links, password_grants, targets, trash
from server.storage.devices import Device
from server.storage.links import Link
from server.targets import FolderTarget, NoteTarget, Target
from server.visitors import devices
from server.visitors.cookies import Claim

# Why a websocket is closed at once; whatever else there is, its link does not exist.
CLOSES = {
    "device_closed": Close.DEVICE_CLOSED,
    "password": Close.LOCKED,
    "role": Close.WITHDRAWN,
    "in_trash": Close.TRASHED,
    "in_your_trash": Close.TRASHED,
}
_SAFE = {hdrs.METH_GET, hdrs.METH_HEAD, hdrs.METH_OPTIONS}


@web.middleware
async def check_host(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer only to our own names, so that no foreign name can be pointed at this server."""
    address = address_of(request, request.app[CONFIG])
    if address is not None:
        request[ADDRESS] = address
    elif not _rule(request).any_host:
        raise MisdirectedError("wrong_host")
    return await handler(request)


@web.middleware
async def check_origin(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let no page of another site write or open a websocket; programs, which send no origin, may."""
    if (request.method not in _SAFE or _rule(request).is_socket) and _is_foreign(request):
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
            request[DEVICE] = await request.app[ENGINE].read(partial(devices.find, secret=_secret(request)))
            if request[DEVICE] is None:
                raise ForbiddenError("no_device")
            await devices.keep_up(request, request[DEVICE])
            expect_lasting(request, partial(_still_known, request))
        case Who.ANYONE if rule.gives_cookie:
            device = await request.app[ENGINE].read(partial(devices.find, secret=_secret(request)))
            await devices.keep_up(request, device)
            request[DEVICE] = await devices.with_cookie(request, device)
        case Who.ANYONE:
            pass
    return await handler(request)


async def _admit_by_link(
    request: web.Request, handler: Handler, rule: Rule, need: Role
) -> web.StreamResponse:
    since = request.app[ROOMS].revocations.moment
    try:
        link, role, device = await _resolve(request, rule, need)
    except (NotFoundError, ForbiddenError, GoneError) as error:
        if rule.is_socket and request.headers.get(hdrs.UPGRADE, "").lower() == "websocket":
            why = CLOSES.get(error.code, Close.NO_SUCH_LINK)
            return await refuse(request, why, f"expected a link to {need}, got none")
        if error.code == "password" and password_page.is_asked_by_people(request):
            return password_page.ask(request)
        if (
            not rule.is_socket
            and isinstance(error, NotFoundError)
            and (new := await moved.redirect(request)) is not None
        ):
            return new
        request[CLOSED] = await _is_closed(request)
        raise
    await devices.keep_up(request, device)
    expect_lasting(request, partial(_still_allowed, request, rule, need, role))
    request[ACCESS] = Access(
        link=link.id,
        target=link.target,
        role=role,
        device=device.id if device else None,
        visitor=device.visitor if device else devices.new_visitor(),
        name=device.name if device else None,
        colour=device.colour if device else devices.random_colour(),
        generation=link.generation,
        expires_at=link.expires_at,
        cookie=_generation(request),
        since=since,
    )
    if not rule.is_socket:
        answer = await handler(request)
        if _has_changed(request, link) and request.method in _SAFE and not answer.prepared:
            await _still_allowed(request, rule, need, role)
        return answer
    with request.app[LINK_WATCH].holding(Held(link.id, link.generation, link.expires_at)):
        return await handler(request)


def _has_changed(request: web.Request, link: Link) -> bool:
    """Whether the right to see something ended while that was being made: a print may take its time."""
    return link.is_over(now_ms()) or request.app[ROOMS].revocations.touches(request[ACCESS])


async def _still_allowed(request: web.Request, rule: Rule, need: Role, was: Role) -> None:
    device = request[DEVICE]
    link, role, _ = await _resolve(request, replace(rule, gives_cookie=False), need)
    request[DEVICE] = device
    if role is not was:
        raise ForbiddenError("role", role=link.role.value)


async def _still_known(request: web.Request) -> None:
    if await request.app[ENGINE].read(partial(devices.find, secret=_secret(request))) is None:
        raise ForbiddenError("no_device")


async def _resolve(request: web.Request, rule: Rule, need: Role) -> tuple[Link, Role, Device | None]:
    """Resolves a token to its link, role and device."""
    token = request.match_info["token"]
    id_ = link_of(token)
    if id_ is None:
        raise NotFoundError("no_link")
    look_up = partial(_look_up, id_=id_, secret=_secret(request))
    link, device, granted, is_in_trash, is_let_in = await request.app[ENGINE].read(look_up)
    # First: its page is to clear what it kept, also where the address ended with the device.
    if rule.is_socket and device is None and await _is_closed(request):
        raise ForbiddenError("device_closed")
    is_right, now = request.app[SEAL].opens(token, id_, link.generation if link else 0), now_ms()
    if link is not None and is_right and link.closed_at is None and link.is_over(now):
        raise GoneError("link_expired")
    if link is None or not is_right or not link.is_open(now):
        raise NotFoundError("no_link")
    if rule.target is None or not isinstance(link.target, rule.target):
        raise NotFoundError("no_link")
    if not is_let_in and not rule.is_door:
        raise ForbiddenError("password")
    role = _role(link, granted)
    if is_in_trash and is_let_in:
        raise GoneError("in_your_trash" if role.allows(Role.MANAGE) else "in_trash")
    if not role.allows(need):
        raise ForbiddenError("role", role=link.role.value)
    if rule.gives_cookie and role.allows(Role.READ):  # the door of a link to print asks and gives nothing
        device = await devices.with_cookie(request, device, link.target)
    request[DEVICE] = device
    return link, role, device


async def _is_closed(request: web.Request) -> bool:
    return await request.app[ENGINE].read(partial(devices.is_closed, secret=_secret(request)))


def _role(link: Link, granted: Role | None) -> Role:
    """A device's own right adds to a link to edit only: one to read shows what readers see."""
    if granted is not None and granted.allows(link.role) and link.role.allows(Role.EDIT):
        return granted
    return link.role


class _Found(NamedTuple):
    """What the token and the cookie name, the device's own right there, and what stands in the way."""

    link: Link | None
    device: Device | None
    granted: Role | None
    is_in_trash: bool
    is_let_in: bool


def _look_up(db: Db, *, id_: LinkId, secret: Claim | None) -> _Found:
    link, device = links.find(db, id_), devices.find(db, secret)
    return _Found(
        link=link,
        device=device,
        granted=targets.granted(db, device.id, link.target) if link and device else None,
        is_in_trash=link is not None and _is_in_trash(db, link.target),
        is_let_in=link is None or password_grants.lets_in(db, link, device.id if device else None),
    )


def _is_in_trash(db: Db, target: Target) -> bool:
    match target:
        case NoteTarget(note):
            return trash.holds(db, note)
        case FolderTarget():
            return False


def _secret(request: web.Request) -> Claim | None:
    return devices.secret_of(request, request[ADDRESS])


def _generation(request: web.Request) -> int:
    claim = _secret(request)
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
