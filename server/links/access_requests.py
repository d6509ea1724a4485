"""Access: asked for at a target's own address, given or refused by managers: …/access, …/requests."""

from asyncio import get_running_loop
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import Any, Final

from aiohttp import web

from crdt.roles import Role
from server.clock import as_datetime, now_ms
from server.errors import BadInputError, NotFoundError, TooOftenError
from server.http.access import ACCESS, DEED, DETAILS, DEVICE, LANG, RULES
from server.http.address import ADDRESS
from server.http.answer import led_to, wants_json
from server.http.body import read_form, read_json
from server.http.keys import CONFIG, ENGINE, SEAL
from server.http.paths import own_path
from server.http.templates import PAGES
from server.ids import DeviceId, LinkId, VisitorId
from server.links.doubts import doubt
from server.links.target_name import name_of
from server.networks import network_of, networks_of
from server.secrets.attempts import Allowance, Attempts
from server.secrets.tokens import names_target
from server.storage import Db, access_asks, access_requests, binders, devices, folders, notes, trash
from server.storage.access_asks import Ask, Networks
from server.storage.access_requests import AccessRequest, Given
from server.storage.devices import Device
from server.storage.folders import FolderRow
from server.targets import BinderTarget, FolderTarget, NoteTarget, Target
from server.text.paths import LinkPage
from server.visitors.agents import called
from server.visitors.devices import read_visitor_name
from server.visitors.look_alikes import holds_address

ACCESS_ATTEMPTS = web.AppKey("access_attempts", Attempts)
_GIVEN: Final = (Role.READ, Role.COMMENT, Role.EDIT)
_OF_DEVICE: Final = Allowance(at_once=5, every_s=600)
_OF_NETWORK: Final = Allowance(at_once=30, every_s=60)
_NOT_SENT: Final = {Ask.FULL: "asked_full", Ask.NETWORK: "asked_network"}
# When somebody may have answered.
_DAY_S: Final = 24 * 3600
# Networks are hashed as at the door of a link, under a name that no link has.
_AS_LINK: Final = LinkId("access")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """What a target is called where it is not the one that is looked at."""

    title: str | None = None
    folder: FolderRow | None = None


async def ask(request: web.Request) -> web.Response:
    """POST …/access, by who holds nothing there: the answer is the same whether there is anything or not."""
    if ACCESS in request:
        return led_to(own_path(request))
    device, target = request[DEVICE], _target(request)
    _count(request, device)
    form = await read_form(request)
    if device is not None:
        name = device.name or _asking_name(form)
        work = partial(
            _put, device=device, name=name, target=target, networks=_networks(request), at=now_ms()
        )
        asked = await request.app[ENGINE].write(work)
        if asked is not Ask.SENT:
            raise TooOftenError(_NOT_SENT[asked], retry_s=_DAY_S)
    return led_to(f"{own_path(request)}?asked=1")


async def refuse_all(request: web.Request) -> web.Response:
    """POST …/requests: refuse all that wait, those for what is in a classeur too."""
    access = request[ACCESS]
    work = partial(_refuse_all, target=access.target, by=access.device, at=now_ms())
    many = await request.app[ENGINE].write(work)
    request[DETAILS] = {"many": many}
    return _done(request, "allRefused")


async def change(request: web.Request) -> web.Response:
    """POST …/asking: whether requests are taken there, `asks` is "on" or nothing."""
    target, asks = request[ACCESS].target, await _said(request, "asks")
    if asks not in (None, "on"):
        raise BadInputError("bad_link", field="asks", expected="on", pointer="/asks")
    open_again = partial(access_asks.open_again, target=target)
    shut = partial(access_asks.shut, target=target, at=now_ms())
    await request.app[ENGINE].write(open_again if asks else shut)
    request[DETAILS] = {"asks": bool(asks)}
    return _done(request, "asksOn" if asks else "asksOff")


async def answer(request: web.Request) -> web.Response:
    """POST …/requests/{request}: a right for the device that asked, `role`; without one it is refused."""
    role = _role(await _said(request, "role"))
    request[DEED] = "access-given" if role else "access-refused"
    work = partial(
        _answer,
        target=request[ACCESS].target,
        id_=request.match_info["request"],
        role=role,
        by=request[ACCESS].device,
        at=now_ms(),
    )
    done = await request.app[ENGINE].write(work)
    if done is None:
        raise NotFoundError("no_request")
    request[DETAILS] = {"to": done.visitor, "on": str(done.target)} | ({"role": role.value} if role else {})
    return _done(request, "accessGiven" if role else "accessRefused")


async def inside(request: web.Request, of: object) -> Target:
    """The target of the address, or what it holds by that id. Raises NotFoundError."""
    target = request[ACCESS].target
    if not of or of == target.id:
        return target
    held = await request.app[ENGINE].read(partial(binders.targets_in, target=target))
    found = next((one for one in held if one.id == of), None)
    if found is None:
        raise NotFoundError("nobody")
    return found


async def facts(request: web.Request) -> dict[str, Any]:
    """What who manages reads beside the links: `requests`, `given`, and how many notes a classeur holds."""
    access = request[ACCESS]
    told: dict[str, Any] = {}
    if isinstance(access.target, BinderTarget):
        held = await request.app[ENGINE].read(partial(binders.titles, binder=access.target.id))
        told["notes"] = len(held)
        told["gives"] = {role.value: _gives(request, role, len(held)) for role in _GIVEN}
    if not access.role.allows(Role.MANAGE):
        return told
    found = await request.app[ENGINE].read(partial(_look, target=access.target, now=now_ms()))
    return told | {
        "asks": found.takes,
        "requests": [
            _request_facts(request, one, named) | {"doubt": doubt(request.app[CONFIG], one, found.names)}
            for one, named in found.asked
        ],
        "given": [_given_facts(request, one, named) for one, named in found.given],
    }


def count(db: Db, target: Target, now: int) -> int:
    """How many requests wait, those for what is in a classeur too."""
    return len(access_requests.open_of(db, [target, *binders.targets_in(db, target)], now))


def _target(request: web.Request) -> Target:
    """What the address names, whether it exists or not."""
    kind, token = request.app[RULES][request.match_info.route].target, request.match_info["token"]
    if kind is None or not names_target(token):
        raise NotFoundError("no_link")
    return kind.of(token)


def _count(request: web.Request, device: Device | None) -> None:
    """Raises TooOftenError; before anything is looked for or written."""
    allowed: dict[Hashable, Allowance] = {("network", network_of(request[ADDRESS].client)): _OF_NETWORK}
    if device is not None:
        allowed["device", device.id] = _OF_DEVICE
    wait_s = request.app[ACCESS_ATTEMPTS].take(allowed, get_running_loop().time())
    if wait_s > 0:
        raise TooOftenError("asked_too_often", retry_s=ceil(wait_s), minutes=ceil(wait_s / 60))


def _asking_name(form: Mapping[str, object]) -> str:
    """A name that is given with a request. Raises BadInputError, also for one with an address in it."""
    name = read_visitor_name(form)
    if holds_address(name):
        raise BadInputError("name_address", pointer="/name")
    return name


def _networks(request: web.Request) -> Networks:
    """Where a request comes from, as hashes."""
    found, seal = networks_of(request[ADDRESS].client), request.app[SEAL]
    return Networks(near=seal.of_network(_AS_LINK, found[-1]), wide=seal.of_network(_AS_LINK, found[0]))


def _put(db: Db, *, device: Device, name: str, target: Target, networks: Networks, at: int) -> Ask:
    """The name is written in any case: what is there and what is not take one commit."""
    devices.rename(db, device.visitor, name)
    exists = _exists(db, target)
    return access_requests.put(db, device.id, target, at, networks=networks, exists=exists)


def _refuse_all(db: Db, *, target: Target, by: DeviceId | None, at: int) -> int:
    waiting = access_requests.open_of(db, [target, *binders.targets_in(db, target)], at)
    for one in waiting:
        access_requests.answer(db, one, None, by=by, at=at)
    return len(waiting)


def _exists(db: Db, target: Target) -> bool:
    if trash.holds_target(db, target):
        return False
    match target:
        case NoteTarget(note):
            return notes.find(db, note) is not None
        case FolderTarget(folder):
            return folders.find(db, folder) is not None
        case BinderTarget(binder):
            return binders.find(db, binder) is not None


def _answer(
    db: Db, *, target: Target, id_: str, role: Role | None, by: DeviceId | None, at: int
) -> AccessRequest | None:
    waiting = access_requests.open_of(db, [target, *binders.targets_in(db, target)], at)
    found = next((one for one in waiting if one.id == id_), None)
    if found is not None:
        access_requests.answer(db, found, role, by=by, at=at)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What waits and what was given, each with where; whether it `takes` requests; the `names` there."""

    asked: list[tuple[AccessRequest, _Named]]
    given: list[tuple[Given, _Named]]
    takes: bool
    names: Mapping[str, frozenset[VisitorId]]


def _look(db: Db, *, target: Target, now: int) -> _Found:
    waiting = access_requests.open_of(db, [target, *binders.targets_in(db, target)], now)
    given = access_requests.given(db, target)
    return _Found(
        asked=[(one, _named(db, one.target, target)) for one in waiting],
        given=[(one, _named(db, one.target, target)) for one in given],
        takes=not access_asks.is_shut(db, target.id),
        names=access_requests.named_there(db, target) if waiting else {},
    )


def _named(db: Db, target: Target, looked_at: Target) -> _Named:
    if target == looked_at:
        return _Named()
    match target:
        case NoteTarget(note):
            return _Named(title=notes.title(db, note))
        case FolderTarget(id_):
            return _Named(folder=folders.find(db, id_))
        case _:
            return _Named()


def _gives(request: web.Request, role: Role, notes: int) -> str:
    """What a link to a classeur gives, before it is made."""
    t = request.app[PAGES].words[request[LANG]]
    return t(f"guests.gives.{role.value}", count=notes) if notes else t(f"guests.givesNone.{role.value}")


def _request_facts(request: web.Request, one: AccessRequest, named: _Named) -> dict[str, Any]:
    t = request.app[PAGES].words[request[LANG]]
    return {
        "id": one.id,
        "name": one.name or "",
        "colour": one.colour,
        "device": called(t, one.agent),
        "asked_at": as_datetime(one.asked_at).isoformat(),
        "of": _title(request, named),
    }


def _given_facts(request: web.Request, one: Given, named: _Named) -> dict[str, Any]:
    t = request.app[PAGES].words[request[LANG]]
    return {
        "visitor": one.visitor,
        "target": one.target.id,
        "of": _title(request, named),
        "name": one.name,
        "colour": one.colour,
        "device": called(t, one.agent),
        "role": one.role.value,
        "seen_at": as_datetime(one.seen_at).isoformat(),
    }


def _title(request: web.Request, named: _Named) -> str | None:
    """As lists call it; None for the target of the address itself."""
    if named.folder is not None:
        return name_of(request, named.folder)
    if named.title == "":
        return request.app[PAGES].words[request[LANG]]("editor.untitled")
    return named.title


async def _said(request: web.Request, field: str) -> object:
    if wants_json(request):
        return (await read_json(request, {field})).get(field)
    return (await read_form(request)).get(field) or None


def _role(said: object) -> Role | None:
    if said is None:
        return None
    if said not in _GIVEN:
        raise BadInputError("bad_link", field="role", expected=", ".join(_GIVEN), pointer="/role")
    return Role(str(said))


def _done(request: web.Request, done: str) -> web.Response:
    if wants_json(request):
        return web.json_response({})
    return led_to(f"{own_path(request, LinkPage.MANAGE)}?done={done}")
