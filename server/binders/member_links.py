"""GET and POST /c/{token}/people/{member}/links: the links that somebody knew are renewed after they left."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from aiohttp import web

from server.binders.team_pages import team_row
from server.clock import as_datetime, now_ms
from server.errors import NotFoundError
from server.http.access import DETAILS, DEVICE
from server.http.answer import led_to
from server.http.body import read_form, repeated
from server.http.keys import ENGINE
from server.http.paths import own_path
from server.ids import DeviceId, LinkId, VisitorId
from server.links.handlers.target_name import name_of
from server.links.rules import renewal
from server.live.keys import ROOMS
from server.storage import Db, arrivals, binders, devices, folders, notes, renewals, team
from server.storage.arrivals import Arrival, is_trusted
from server.storage.binders import BinderRow
from server.storage.folders import FolderRow
from server.targets import BinderTarget, FolderTarget, NoteTarget, Target
from server.text.paths import LinkPage, target_path
from server.visitors import leaving
from server.visitors.own_pages import in_words, own_page
from server.visitors.team import TEAM

_SHOWN: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class _Concerned:
    """What one press renews, by what it is called, and who came by it.

    `staying` are devices of members and managers, which the classeur lets in anyway.
    """

    name: str
    targets: tuple[NoteTarget | FolderRow | BinderRow, ...]
    titles: dict[str, str]
    links: tuple[LinkId, ...]
    elsewhere: int
    came: tuple[Arrival, ...]
    staying: frozenset[DeviceId]


async def ask(request: web.Request) -> web.Response:
    """The page, before anything changes. It works without script."""
    found = await _find(request)
    shown = [_title(request, found, one) for one in found.targets[:_SHOWN]]
    asked = _by_visitor(one for one in found.came if one.device not in found.staying)
    return own_page(
        request,
        "person-links.html",
        base=own_path(request),
        member=request.match_info["member"],
        name=found.name,
        links=len(found.links),
        elsewhere=found.elsewhere,
        shown=shown,
        more=len(found.targets) - len(shown),
        came=[_person(request, found, one) for one in asked],
    )


async def renew(request: web.Request) -> web.Response:
    """Every link gets another address; members and those who are ticked (`keep`) follow to it."""
    form = await read_form(request)
    found = await _find(request)
    kept = {VisitorId(str(value)) for value in repeated(form, "keep")}
    keep = found.staying.union(one.device for one in found.came if one.visitor in kept)
    await renewal.renew(request.app[ENGINE], request.app[ROOMS].guests, found.links, keep=keep, at=now_ms())
    request[DETAILS] = {"member": request.match_info["member"], "links": list(found.links), "kept": len(keep)}
    row = await team_row(request)
    return led_to(f"{target_path(BinderTarget(row.id), LinkPage.PEOPLE)}?done=renewed")


async def _find(request: web.Request) -> _Concerned:
    """Raises NotFoundError for a member, and where there is nothing to renew."""
    row, device = await team_row(request), request[DEVICE]
    look = partial(
        _concerned,
        visitor=VisitorId(request.match_info["member"]),
        by=device.visitor if device else VisitorId(""),
        row=row,
        proof=request.app[TEAM].proof,
        now=now_ms(),
    )
    found = await request.app[ENGINE].read(look)
    if found is None:
        raise NotFoundError("not_found")
    return found


def _concerned(
    db: Db, *, visitor: VisitorId, by: VisitorId, row: BinderRow, proof: str, now: int
) -> _Concerned | None:
    people = {one.visitor: one for one in team.people(db, proof=proof, now=now)}
    who = leaving.leaver(db, visitor)
    gone = people.get(visitor)
    opened = team.opened(db, who.devices, row.id)
    if gone is None or gone.is_member or not opened:
        return None
    reached = [renewals.reach(db, target, by) for target in opened]
    links = tuple(dict.fromkeys(link for one in reached for link in one.links))
    staying = frozenset(
        browser
        for one in people.values()
        if one.is_member or one.manages
        for browser in devices.all_of(db, one.visitor)
    )
    return _Concerned(
        name=gone.name,
        targets=tuple(_shown(db, row, opened)),
        titles=dict(binders.titles(db, row.id)),
        links=links,
        elsewhere=len({folder for one in reached for folder in one.folders_elsewhere}),
        came=tuple(one for one in arrivals.of_links(db, links) if one.device not in who.devices),
        staying=staying,
    )


def _shown(db: Db, row: BinderRow, targets: Iterable[Target]) -> Iterable[NoteTarget | FolderRow | BinderRow]:
    for target in targets:
        match target:
            case NoteTarget():
                if notes.exists(db, target.id):
                    yield target
            case FolderTarget(id_):
                if folder := folders.find(db, id_):
                    yield folder
            case BinderTarget():
                yield row


def _title(
    request: web.Request, found: _Concerned, target: NoteTarget | FolderRow | BinderRow
) -> dict[str, str]:
    match target:
        case NoteTarget(id_):
            return {"kind": "note", "title": found.titles.get(id_, "")}
        case FolderRow():
            return {"kind": "folder", "title": name_of(request, target)}
        case BinderRow():
            return {"kind": "binder", "title": target.name}


def _by_visitor(came: Iterable[Arrival]) -> list[Arrival]:
    """One of each visitor, the one that came first."""
    return list({one.visitor: one for one in reversed(list(came))}.values())[::-1]


def _person(request: web.Request, found: _Concerned, arrival: Arrival) -> dict[str, Any]:
    lost = {found.name} if found.name else set()
    trusts = [
        is_trusted(one, at=now_ms(), lost_names=lost) for one in found.came if one.visitor == arrival.visitor
    ]
    return {
        "id": arrival.visitor,
        "name": arrival.name or "",
        "label": in_words(request, arrival.agent),
        "since": as_datetime(arrival.since).isoformat(),
        "keep": all(trusts),
    }
