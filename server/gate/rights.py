"""The right of a request at an address with a token: by a link, or by what the device holds."""

from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from aiohttp import hdrs, web

from crdt.roles import Role
from server.binders import arrival_page
from server.clock import now_ms
from server.errors import ForbiddenError, GoneError, NotFoundError
from server.home import first_visit, password_page
from server.home.first_visit import FirstVisitError
from server.http.access import DEVICE, SAFE_METHODS, Rule
from server.http.address import ADDRESS
from server.http.carrying import is_taken_along
from server.http.keys import ENGINE, SEAL
from server.ids import BinderId, LinkId
from server.secrets.tokens import Seal, link_of, names_target
from server.storage import Db, kept_rights, links, notes, password_grants, targets, trash, ways
from server.storage.devices import Device
from server.storage.links import Link
from server.storage.ways import Way
from server.targets import BinderTarget, NoteTarget, Target
from server.visitors import devices
from server.visitors.cookies import Claim
from server.visitors.team import TEAM


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """What a request may do, and what that rests on; as `Access`, whose fields it fills."""

    target: Target
    role: Role
    device: Device | None
    link: LinkId | None
    generation: int = 1
    expires_at: int | None = None
    binder: BinderId | None = None
    is_own: bool = False


class NameAskedError(ForbiddenError):
    """A first visit by a link: the visitor says a name before the page shows."""

    def __init__(self, role: Role) -> None:
        super().__init__("name")
        self.role = role


async def resolve(request: web.Request, rule: Rule, need: Role) -> Right:
    """The right of the request. Raises NotFoundError, ForbiddenError, GoneError."""
    token = request.match_info["token"]
    if rule.target is not None and names_target(token):
        return await _held(request, rule, need, rule.target.of(token))
    id_ = link_of(token)
    if id_ is None:
        raise NotFoundError("no_link")
    carries = rule.carries or is_taken_along(request)
    look_up = partial(_look_up, id_=id_, secret=secret_of(request), greets=rule.greets, carries=carries)
    answer = await request.app[ENGINE].read(look_up)
    found, device, granted, is_in_trash, is_archived, is_let_in, has_come, was_here, is_put_out = answer
    # First: its page is to clear what it kept, also where the address ended with the device.
    if rule.is_socket and device is None and await is_closed(request):
        raise ForbiddenError("device_closed")
    link = _open(request, rule, found, id_, is_put_out=is_put_out)
    if not is_let_in and not rule.is_door:
        raise ForbiddenError("password")
    role = _role(link, granted)
    if is_in_trash and is_let_in:
        raise _gone(link.target, role)
    role = _as_archived(role, need) if is_archived else role
    if not role.allows(need):
        raise ForbiddenError("archived" if is_archived else "role", role=role.value)
    is_awaited = rule.greets and not has_come and password_page.is_asked_by_people(request)
    has_pressed = is_awaited and arrival_page.has_pressed(request, link.used)
    if is_awaited and not has_pressed:
        raise NameAskedError(role)
    is_door = rule.gives_cookie and not role.allows(Role.READ)
    is_first = device is None and _is_fetched(request, rule) and not is_door and not has_pressed
    if is_first or (carries and not was_here):
        raise FirstVisitError(link.target, role)
    # The door of a link to print gives none. Who has just pressed and brings none back keeps none: it would
    # be another device each time.
    if rule.gives_cookie and not is_door and not has_pressed:
        device = await devices.with_cookie(request, device, link.target)
    request[DEVICE] = device
    return Right(
        target=link.target,
        role=role,
        device=device,
        link=link.id,
        generation=link.generation,
        expires_at=link.expires_at,
    )


def _open(request: web.Request, rule: Rule, link: Link | None, id_: LinkId, *, is_put_out: bool) -> Link:
    """The link, open here, where this is its address. Raises NotFoundError, GoneError, ForbiddenError."""
    token, now = request.match_info["token"], now_ms()
    is_right = request.app[SEAL].opens(token, id_, link.generation if link else 0)
    if link is not None and is_right and link.closed_at is None and link.is_over(now):
        raise GoneError("link_expired")
    if link is None or not is_right or not link.is_open(now):
        raise NotFoundError("no_link")
    if rule.target is None or not isinstance(link.target, rule.target):
        raise NotFoundError("no_link")
    if is_put_out:
        raise ForbiddenError("put_out")
    return link


def _is_fetched(request: web.Request, rule: Rule) -> bool:
    """Whether an address is looked at by what may be a robot: nothing has led it here.

    A socket is none's, and a copy of a print has its own proof in its address.
    """
    is_proved = "proof" in request.match_info
    return request.method in SAFE_METHODS and not (
        rule.is_socket or is_proved or first_visit.is_led_here(request)
    )


async def is_closed(request: web.Request) -> bool:
    """Whether the browser's cookie is one of a device that was closed."""
    return await request.app[ENGINE].read(partial(devices.is_closed, secret=secret_of(request)))


def secret_of(request: web.Request) -> Claim | None:
    """What the cookie of the request claims."""
    return devices.secret_of(request, request[ADDRESS])


async def _held(request: web.Request, rule: Rule, need: Role, target: Target) -> Right:
    """At the target's own address. Who holds nothing there learns nothing, not even whether it exists."""
    look_up = partial(
        _look_up_held,
        target=target,
        secret=secret_of(request),
        proof=request.app[TEAM].proof,
        bearer=_bearer(request),
    )
    device, way, is_in_trash, is_archived = await request.app[ENGINE].read(look_up)
    if rule.is_socket and device is None and await is_closed(request):
        raise ForbiddenError("device_closed")
    request[DEVICE] = device
    if way is None or rule.is_door:
        raise NotFoundError("no_access")
    if is_in_trash:
        raise _gone(target, way.role)
    role = _as_archived(way.role, need) if is_archived else way.role
    if not role.allows(need):
        raise ForbiddenError("archived" if is_archived else "role", role=role.value)
    return Right(
        target=target,
        role=role,
        device=device,
        link=way.used.link if way.used else None,
        generation=way.used.generation if way.used else 1,
        expires_at=way.expires_at,
        binder=way.binder,
        is_own=True,
    )


def _gone(target: Target, role: Role) -> GoneError:
    """What is in the trash; who manages it may restore it."""
    of = "binder_" if isinstance(target, BinderTarget) else ""
    return GoneError(f"{of}in_your_trash" if role.allows(Role.MANAGE) else f"{of}in_trash")


def _role(link: Link, granted: Role | None) -> Role:
    """A device's own right adds to a link to edit only: one to read shows what readers see."""
    if granted is not None and granted.allows(link.role) and link.role.allows(Role.EDIT):
        return granted
    return link.role


def _as_archived(role: Role, need: Role) -> Role:
    """In the archive a note is read; its managers still manage its links."""
    return role if need is Role.MANAGE or not role.allows(Role.READ) else Role.READ


class _Found(NamedTuple):
    """What the token and the cookie name, the device's own right there, and what stands in the way."""

    link: Link | None
    device: Device | None
    granted: Role | None
    is_in_trash: bool
    is_archived: bool
    is_let_in: bool
    has_come: bool
    was_here: bool
    is_put_out: bool


def _look_up(db: Db, *, id_: LinkId, secret: Claim | None, greets: bool, carries: bool) -> _Found:
    link, device = links.find(db, id_), devices.find(db, secret)
    granted = targets.granted(db, device.id, link.target) if link and device else None
    return _Found(
        link=link,
        device=device,
        granted=granted,
        is_in_trash=link is not None and trash.holds_target(db, link.target),
        is_archived=link is not None and _is_archived(db, link.target),
        is_let_in=link is None or password_grants.lets_in(db, link, device.id if device else None),
        has_come=greets and link is not None and device is not None and _has_come(db, device, link),
        was_here=carries
        and link is not None
        and device is not None
        and _was_here(db, device, link, now_ms()),
        is_put_out=link is not None
        and device is not None
        and granted is None
        and kept_rights.was_put_out(db, device.id, link.id, link.generation),
    )


def _has_come(db: Db, device: Device, link: Link) -> bool:
    """Whether a visitor goes straight in: with a name, a right of their own, or back by this address."""
    if device.name is not None or targets.granted(db, device.id, link.target) is not None:
        return True
    return link.used in targets.came_by(db, device.id, link.target)


def _was_here(db: Db, device: Device, link: Link, now: int) -> bool:
    """Whether a device has a right of its own there, or has come by a link that still opens."""
    if targets.granted(db, device.id, link.target) is not None:
        return True
    came_by = targets.came_by(db, device.id, link.target)
    return any(password_grants.still_opens(db, used, device.id, now) for used in came_by)


class _Bearer(NamedTuple):
    """The secret of a classeur that a program brings, and what checks it."""

    token: str
    seal: Seal


def _bearer(request: web.Request) -> _Bearer | None:
    """`Authorization: Bearer TOKEN`, as in RFC 6750."""
    scheme, _, token = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    return _Bearer(token.strip(), request.app[SEAL]) if scheme.lower() == "bearer" else None


def _way_of_program(db: Db, target: Target, bearer: _Bearer, now: int) -> Way | None:
    id_ = link_of(bearer.token)
    link = links.find(db, id_) if id_ is not None else None
    if link is None or not bearer.seal.opens(bearer.token, link.id, link.generation):
        return None
    return ways.of_program(db, target, link.used, now=now)


class _Held(NamedTuple):
    """The device of the cookie, its strongest way to the target, and what stands in the way."""

    device: Device | None
    way: Way | None
    is_in_trash: bool
    is_archived: bool


def _look_up_held(
    db: Db, *, target: Target, secret: Claim | None, proof: str, bearer: "_Bearer | None"
) -> _Held:
    now = now_ms()
    # What a program brings is all that it has: a cookie beside it gives nothing, and is not written down.
    device = devices.find(db, secret) if bearer is None else None
    if bearer is not None:
        way = _way_of_program(db, target, bearer, now)
    else:
        way = ways.strongest(db, device.id, target, proof=proof, now=now) if device else None
    return _Held(
        device=device,
        way=way,
        is_in_trash=trash.holds_target(db, target),
        is_archived=_is_archived(db, target),
    )


def _is_archived(db: Db, target: Target) -> bool:
    return isinstance(target, NoteTarget) and notes.is_archived(db, target.id)
