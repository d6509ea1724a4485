"""Access: asked for at a target's own address, given or refused by managers: …/access, …/requests."""

from asyncio import get_running_loop
from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from aiohttp import web

from crdt.roles import Role
from server.clock import as_datetime, now_ms
from server.errors import BadInputError, NotFoundError
from server.http.access import ACCESS, DEVICE, LANG, RULES
from server.http.address import ADDRESS
from server.http.answer import led_to, wants_json
from server.http.audit_rows import recorded
from server.http.body import read_form, read_json
from server.http.keys import CONFIG, ENGINE, SEAL
from server.http.paths import own_path
from server.http.templates import PAGES
from server.ids import LinkId
from server.links.handlers.target_name import name_of
from server.links.rules import access_requests as rules
from server.links.rules.access_requests import Named
from server.links.rules.doubts import doubt
from server.networks import network_of, networks_of
from server.secrets.attempts import Attempts
from server.secrets.tokens import names_target
from server.storage import binders
from server.storage.rights.access_asks import Networks
from server.storage.rights.access_requests import AccessRequest, Given
from server.targets import BinderTarget, Target
from server.text.paths import LinkPage
from server.visitors.agents import called
from server.visitors.devices import read_visitor_name
from server.visitors.look_alikes import holds_address

ACCESS_ATTEMPTS = web.AppKey("access_attempts", Attempts)
# Networks are hashed as at the door of a link, under a name that no link has.
_AS_LINK: Final = LinkId("access")


async def ask(request: web.Request) -> web.Response:
    """POST …/access, by who holds nothing there: the answer is the same whether there is anything or not."""
    if ACCESS in request:
        return led_to(own_path(request))
    device, target = request[DEVICE], _target(request)
    network = network_of(request[ADDRESS].client)
    rules.count_ask(request.app[ACCESS_ATTEMPTS], device, network, get_running_loop().time())
    form = await read_form(request)
    if device is not None:
        name = device.name or _asking_name(form)
        networks = _networks(request)
        await rules.ask(request.app[ENGINE], device=device, name=name, target=target, networks=networks)
    return led_to(f"{own_path(request)}?asked=1")


async def refuse_all(request: web.Request) -> web.Response:
    """POST …/requests: refuse all that wait, those for what is in a classeur too."""
    access = request[ACCESS]
    work = partial(rules.refuse_all, target=access.target, by=access.device, at=now_ms())
    recorded(request, await request.app[ENGINE].write(work))
    return _done(request, "allRefused")


async def change(request: web.Request) -> web.Response:
    """POST …/asking: whether requests are taken there, `asks` is "on" or nothing."""
    target, asks = request[ACCESS].target, await _said(request, "asks")
    if asks not in (None, "on"):
        raise BadInputError("bad_link", field="asks", expected="on", pointer="/asks")
    work = partial(rules.take_requests, target=target, takes=bool(asks), at=now_ms())
    recorded(request, await request.app[ENGINE].write(work))
    return _done(request, "asksOn" if asks else "asksOff")


async def answer(request: web.Request) -> web.Response:
    """POST …/requests/{request}: a right for the device that asked, `role`; without one it is refused."""
    role = _role(await _said(request, "role"))
    work = partial(
        rules.answer,
        target=request[ACCESS].target,
        id_=request.match_info["request"],
        role=role,
        by=request[ACCESS].device,
        at=now_ms(),
    )
    recorded(request, await request.app[ENGINE].write(work))
    return _done(request, "accessGiven" if role else "accessRefused")


async def inside(request: web.Request, of: object) -> Target:
    """The target of the address, or what it holds by that id. Raises NotFoundError."""
    return await request.app[ENGINE].read(partial(rules.inside, target=request[ACCESS].target, of=of))


async def facts(request: web.Request) -> dict[str, Any]:
    """What who manages reads beside the links: `requests`, `given`, and how many notes a classeur holds."""
    access = request[ACCESS]
    told: dict[str, Any] = {}
    if isinstance(access.target, BinderTarget):
        held = await request.app[ENGINE].read(partial(binders.titles, binder=access.target.id))
        told["notes"] = len(held)
        told["gives"] = {role.value: _gives(request, role, len(held)) for role in rules.GIVEN}
    if not access.role.allows(Role.MANAGE):
        return told
    found = await request.app[ENGINE].read(partial(rules.look, target=access.target, now=now_ms()))
    return told | {
        "asks": found.takes,
        "requests": [
            _request_facts(request, one, named) | {"doubt": doubt(request.app[CONFIG], one, found.names)}
            for one, named in found.asked
        ],
        "given": [_given_facts(request, one, named) for one, named in found.given],
    }


def _target(request: web.Request) -> Target:
    """What the address names, whether it exists or not."""
    kind, token = request.app[RULES][request.match_info.route].target, request.match_info["token"]
    if kind is None or not names_target(token):
        raise NotFoundError("no_link")
    return kind.of(token)


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


def _gives(request: web.Request, role: Role, notes: int) -> str:
    """What a link to a classeur gives, before it is made."""
    t = request.app[PAGES].words[request[LANG]]
    return t(f"guests.gives.{role.value}", count=notes) if notes else t(f"guests.givesNone.{role.value}")


def _request_facts(request: web.Request, one: AccessRequest, named: Named) -> dict[str, Any]:
    t = request.app[PAGES].words[request[LANG]]
    return {
        "id": one.id,
        "name": one.name or "",
        "colour": one.colour,
        "device": called(t, one.agent),
        "asked_at": as_datetime(one.asked_at).isoformat(),
        "of": _title(request, named),
    }


def _given_facts(request: web.Request, one: Given, named: Named) -> dict[str, Any]:
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


def _title(request: web.Request, named: Named) -> str | None:
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
    if said not in rules.GIVEN:
        raise BadInputError("bad_link", field="role", expected=", ".join(rules.GIVEN), pointer="/role")
    return Role(str(said))


def _done(request: web.Request, done: str) -> web.Response:
    if wants_json(request):
        return web.json_response({})
    return led_to(f"{own_path(request, LinkPage.MANAGE)}?done={done}")
