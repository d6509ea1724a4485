"""The people who came by each link: listed, recognised, removed: …/links/{link}/people/{visitor}."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any, Final

from aiohttp import web

from crdt.roles import Role
from export.note.labels import moment
from server.clock import as_datetime, now_ms
from server.errors import ConflictError, ForbiddenError, NotFoundError
from server.http.access import ACCESS, DETAILS, DEVICE, Access
from server.http.answer import led_to, page, wants_json
from server.http.keys import CLOCK, ENGINE, SEAL
from server.http.paths import LinkPage, link_path, own_path
from server.http.templates import PAGES
from server.http.words import LANG, Words
from server.ids import DeviceId, LinkId, VisitorId
from server.links import access_requests, renewal, sharing, through
from server.links.sharing import may_change
from server.links.target_name import link_name
from server.live.rooms import ROOMS
from server.storage import Db, arrivals, binders, carrying, devices, kept_rights, links, renewals, ways
from server.storage.arrivals import Arrival
from server.storage.carrying import Kept
from server.storage.links import Link
from server.storage.renewals import Reach
from server.storage.targets import links_of
from server.targets import Target
from server.visitors.agents import called
from server.visitors.team import TEAM

MOST_LISTED: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What a removal does: the links that it renews, the person's devices, and what they still hold.

    `taken`: what the devices have taken along by it, and show without a network until then.

    `stays` counts the others who came by the links; `others` the notes and pochettes of a classeur that the
    person still reaches.
    """

    link: Link
    reach: Reach
    came: tuple[Arrival, ...]
    devices: frozenset[DeviceId]
    stays: int
    role: str
    others: int
    taken: Kept


async def get(request: web.Request) -> web.Response:
    """GET …/links: every link, the newest first, with the people whom the visitor may see under it."""
    told: dict[str, Any] = {"links": await listed(request), "ends_at": await sharing.ends_at(request)}
    told |= await access_requests.facts(request) | await through.facts(request)
    return web.json_response(told)


async def listed(request: web.Request) -> list[dict[str, Any]]:
    """The links with their `people`: None where neither this visitor made the link nor manages."""
    found = await sharing.listed(request)
    shown = [LinkId(one["id"]) for one in found if one["may_close"]]
    came, mine = await request.app[ENGINE].read(partial(_came, of=shown, device=_device(request)))
    here = request.app[ROOMS].guests.devices_by(request[ACCESS].target.id, *shown)
    by_link = {
        link: _people(request, of_link, mine, here)
        for link, of_link in groupby(sorted(came, key=lambda one: one.link), key=lambda one: one.link)
    }
    return [one | {"people": by_link.get(one["id"], []) if one["may_close"] else None} for one in found]


async def recognise(request: web.Request) -> web.Response:
    """POST …/people/{visitor}/recognised: this arrival is shown as one no more; no right changes."""
    link, visitor = await _link(request), VisitorId(request.match_info["visitor"])
    came = await request.app[ENGINE].read(partial(arrivals.of_links, links=[link.id]))
    if all(one.visitor != visitor for one in came):
        raise NotFoundError("nobody")
    await request.app[ENGINE].write(partial(arrivals.recognise, link=link.id, visitor=visitor, at=now_ms()))
    if wants_json(request):
        return web.json_response({})
    return led_to(own_path(request, LinkPage.MANAGE))


async def ask(request: web.Request) -> web.Response:
    """GET …/people/{visitor}: what removing somebody does, in numbers, before anything changes."""
    leaving = await _leaving(request)
    t = request.app[PAGES].words[request[LANG]]
    name = leaving.came[0].name or t("renew.nameless")
    told: dict[str, Any] = {
        "name": name,
        "devices": len(leaving.came),
        "stays": leaving.stays,
        "role": leaving.role,
        "others": leaving.others,
        "folders": len(leaving.reach.folders_managed),
        "elsewhere": len(leaving.reach.folders_elsewhere),
    }
    until = moment(request.app[CLOCK].at(leaving.taken.until), request[LANG])
    told["says"] = list(_says(t, told | {"taken": leaving.taken.notes, "until": until}))
    if wants_json(request):
        return web.json_response(told)
    answer = page(
        request,
        "remove.html",
        facts={},
        base=own_path(request),
        of=request[ACCESS].target.kind,
        link=link_name(request, leaving.link),
        id=leaving.link.id,
        visitor=request.match_info["visitor"],
        **told,
    )
    # Its form must tell an origin, which a page without any referrer does not.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


def _says(t: Words, told: Mapping[str, Any]) -> Iterator[str]:
    """What ends, what stays, and what the person still holds."""
    name, stays = told["name"], told["stays"]
    yield t("guests.ends", count=told["devices"])
    yield t("guests.stays", count=stays) if stays else t("guests.staysNobody")
    yield t("guests.oldDies")
    if told["taken"]:
        yield t("guests.taken", count=told["taken"], until=told["until"])
    if told["folders"]:
        yield t("guests.folders", count=told["folders"])
    if told["elsewhere"]:
        yield t("renew.elsewhere", count=told["elsewhere"])
    if told["role"]:
        yield t(f"guests.still.{told['role']}", name=name)
    if told["others"]:
        yield t("guests.stillOthers", name=name, count=told["others"])


async def remove(request: web.Request) -> web.Response:
    """POST …/people/{visitor}: end what a person opens by the link; it gets another address.

    The others go on by it. In a page without script it leads to the page of who manages.
    """
    leaving, visitor = await _leaving(request), VisitorId(request.match_info["visitor"])
    reached = leaving.reach.links
    request[DETAILS] = {"links": list(reached), "visitor": visitor, "devices": len(leaving.came)}
    await renewal.renew_without(request.app, reached, without=visitor, by=_device(request), at=now_ms())
    link = await request.app[ENGINE].read(partial(links.find, link=leaving.link.id))
    assert link is not None, "a link is closed, never deleted"  # noqa: S101
    if wants_json(request):
        shared = await request.app[ENGINE].read(partial(sharing.find, access=request[ACCESS], link=link.id))
        return web.json_response(sharing.facts(request, shared))
    is_this = link.id == request[ACCESS].link and not request[ACCESS].is_own
    where = (
        link_path(request.app[SEAL], link, LinkPage.MANAGE) if is_this else own_path(request, LinkPage.MANAGE)
    )
    return led_to(f"{where}?done=removed")


def news_of(db: Db, access: Access[Any]) -> int:
    """How many arrivals and requests wait for who manages, 0 for others: a dot on the button that shares."""
    if not access.role.allows(Role.MANAGE):
        return 0
    now = now_ms()
    open_links = [link.id for link in links_of(db, access.target) if link.is_open(now)]
    came, mine = _came(db, of=open_links, device=access.device)
    arrived = {(one.link, one.visitor) for one in came if _is_news(one, mine)}
    return len(arrived) + access_requests.count(db, access.target, now)


def _came(
    db: Db, *, of: Iterable[LinkId], device: DeviceId | None
) -> tuple[list[Arrival], frozenset[VisitorId]]:
    return arrivals.of_links(db, of), kept_rights.visitors(db, device) if device else frozenset()


def _is_news(one: Arrival, mine: Collection[VisitorId]) -> bool:
    return one.is_new and not one.manages and one.visitor not in mine


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
        "is_new": _is_news(first, mine) and not manages,
        "is_you": is_you,
        "manages": manages,
        "may_remove": not manages and not is_you,
    }


async def _link(request: web.Request) -> Link:
    """The link of the address, open and this visitor's to change. Raises what refuses it."""
    access, id_ = request[ACCESS], LinkId(request.match_info["link"])
    link = (await request.app[ENGINE].read(partial(sharing.find, access=access, link=id_))).link
    if not may_change(access, link):
        raise ForbiddenError("not_yours")
    if not link.is_open(now_ms()):
        raise ConflictError("link_over")
    return link


async def _leaving(request: web.Request) -> Leaving:
    """Raises NotFoundError for who did not come by the link, ConflictError for who manages or asks."""
    link = await _link(request)
    work = partial(
        _look,
        link=link,
        visitor=VisitorId(request.match_info["visitor"]),
        by=_device(request),
        proof=request.app[TEAM].proof,
        now=now_ms(),
    )
    return await request.app[ENGINE].read(work)


def _look(db: Db, *, link: Link, visitor: VisitorId, by: DeviceId | None, proof: str, now: int) -> Leaving:
    mine = kept_rights.visitors(db, by) if by else frozenset()
    asking = devices.describe(db, by) if by else None
    reach = renewals.reach(db, link.target, asking.visitor if asking else VisitorId(""), only=link.id)
    came = arrivals.of_links(db, reach.links)
    own = frozenset(devices.all_of(db, visitor))
    gone = [one for one in came if one.link == link.id and one.visitor == visitor]
    if not gone:
        raise NotFoundError("nobody")
    if visitor in mine or any(one.manages for one in gone):
        raise ConflictError("manages_too")
    held = partial(_strongest, db, own, proof=proof, now=now, without=reach.links)
    roles = [held(target) for target in (link.target, *binders.targets_in(db, link.target))]
    return Leaving(
        link=link,
        reach=reach,
        came=tuple(gone),
        devices=own,
        stays=len({one.visitor for one in came if one.visitor not in {visitor, *mine}}),
        role=roles[0] or "",
        others=sum(role is not None for role in roles[1:]) if roles[0] is None else 0,
        taken=_taken(db, [one.device for one in gone], link.target, now),
    )


def _taken(db: Db, came: Collection[DeviceId], target: Target, now: int) -> Kept:
    found = carrying.kept(db, came, now, of=target).values()
    return Kept(max((one.notes for one in found), default=0), max((one.until for one in found), default=now))


def _strongest(
    db: Db, own: Iterable[DeviceId], target: Target, *, proof: str, now: int, without: Collection[LinkId]
) -> str | None:
    """What a visitor's devices may still do there by other ways."""
    found = (ways.strongest(db, one, target, proof=proof, now=now, without=without) for one in own)
    best = max((way.role for way in found if way), key=lambda role: role.rank(), default=None)
    return best.value if best else None


def _device(request: web.Request) -> DeviceId | None:
    device = request[DEVICE]
    return device.id if device else None
