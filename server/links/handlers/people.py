"""The people who came by each link: listed, recognised, removed: …/links/{link}/people/{visitor}."""

from collections.abc import Collection, Iterable
from functools import partial
from itertools import groupby
from typing import Any, Final

from aiohttp import web

from crdt.roles import Role
from server.clock import as_datetime, now_ms
from server.http.access import ACCESS, DEVICE, LANG
from server.http.answer import led_to, wants_json
from server.http.keys import ENGINE
from server.http.paths import own_path
from server.http.templates import PAGES
from server.ids import DeviceId, LinkId, VisitorId
from server.links.handlers import access_requests, sharing, through
from server.links.rules import people as rules
from server.links.rules.sharing import changeable
from server.live.keys import ROOMS
from server.storage.arrivals import Arrival
from server.storage.rights import links
from server.storage.rights.links import Link
from server.text.paths import LinkPage
from server.visitors.agents import called

MOST_LISTED: Final = 200


async def get(request: web.Request) -> web.Response:
    """GET …/links: every link, the newest first, with the people whom the visitor may see under it."""
    told: dict[str, Any] = {"links": await listed(request), "ends_at": await sharing.ends_at(request)}
    told |= await access_requests.facts(request) | await through.facts(request)
    if request[ACCESS].role.allows(Role.MANAGE):
        told["outlived"] = await outlived(request)
    return web.json_response(told)


async def outlived(request: web.Request) -> int:
    """How many open links somebody may know who lost their right; their renewal ends that."""
    found = await request.app[ENGINE].read(partial(links.of_target, target=request[ACCESS].target))
    return sum(link.outlived_at is not None and link.is_open(now_ms()) for link in found)


async def listed(request: web.Request) -> list[dict[str, Any]]:
    """The links with their `people`: None where neither this visitor made the link nor manages."""
    found = await sharing.listed(request)
    shown = [LinkId(one["id"]) for one in found if one["may_close"]]
    came, mine = await request.app[ENGINE].read(partial(rules.came_by, of=shown, device=_device(request)))
    here = request.app[ROOMS].guests.devices_by(request[ACCESS].target.id, *shown)
    by_link = {
        link: _people(request, of_link, mine, here)
        for link, of_link in groupby(sorted(came, key=lambda one: one.link), key=lambda one: one.link)
    }
    return [one | {"people": by_link.get(one["id"], []) if one["may_close"] else None} for one in found]


async def recognise(request: web.Request) -> web.Response:
    """POST …/people/{visitor}/recognised: this arrival is shown as one no more; no right changes."""
    link, visitor = await link_of(request), VisitorId(request.match_info["visitor"])
    await request.app[ENGINE].write(partial(rules.recognise, link=link.id, visitor=visitor, at=now_ms()))
    if wants_json(request):
        return web.json_response({})
    return led_to(own_path(request, LinkPage.MANAGE))


def _people(
    request: web.Request,
    came: Iterable[Arrival],
    mine: Collection[VisitorId],
    here: Collection[DeviceId],
) -> list[dict[str, Any]]:
    """Visitors with their devices: arrivals first, then those who were here last."""
    of_visitors: dict[VisitorId, list[Arrival]] = {}
    for one in came:
        of_visitors.setdefault(one.visitor, []).append(one)
    found = [_person(request, of, mine, here) for of in of_visitors.values()]
    found.sort(key=lambda one: one["seen_at"], reverse=True)
    found.sort(key=lambda one: (not one["is_new"], not one["is_here"]))
    return found[:MOST_LISTED]


def _person(
    request: web.Request, of: list[Arrival], mine: Collection[VisitorId], here: Collection[DeviceId]
) -> dict[str, Any]:
    t = request.app[PAGES].words[request[LANG]]
    first = of[0]
    manages, is_you = any(one.manages for one in of), first.visitor in mine
    return {
        "visitor": first.visitor,
        "name": first.name,
        "colour": first.colour,
        "devices": [called(t, one.agent) for one in of],
        "since": as_datetime(min(one.since for one in of)).isoformat(),
        "seen_at": as_datetime(max(one.seen_at for one in of)).isoformat(),
        "is_here": any(one.device in here for one in of),
        "is_new": rules.is_news(first, mine) and not manages,
        "is_you": is_you,
        "manages": manages,
        "may_remove": not manages and not is_you,
    }


async def link_of(request: web.Request) -> Link:
    """The link of the address, open and this visitor's to change. Raises what refuses it."""
    access, id_ = request[ACCESS], LinkId(request.match_info["link"])
    return await request.app[ENGINE].read(partial(changeable, access=access, link=id_, now=now_ms()))


def _device(request: web.Request) -> DeviceId | None:
    device = request[DEVICE]
    return device.id if device else None
