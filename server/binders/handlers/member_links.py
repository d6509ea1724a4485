"""GET and POST /c/{token}/people/{member}/links: the links that somebody knew are renewed after they left."""

from collections.abc import Iterable
from functools import partial
from typing import Any, Final

from aiohttp import web

from server.binders.handlers.team_pages import team_row
from server.binders.rules import member_links as rules
from server.binders.rules.member_links import Concerned
from server.clock import as_datetime, now_ms
from server.http.access import DEVICE
from server.http.answer import led_to
from server.http.audit_rows import recorded
from server.http.body import read_form, repeated
from server.http.keys import ENGINE
from server.http.paths import own_path
from server.ids import VisitorId
from server.links.handlers.target_name import name_of
from server.live.keys import ROOMS
from server.storage.arrivals import Arrival, is_trusted
from server.storage.binders import BinderRow
from server.storage.folders import FolderRow
from server.targets import BinderTarget, NoteTarget
from server.text.paths import LinkPage, target_path
from server.visitors.own_pages import in_words, own_page
from server.visitors.team import TEAM

_SHOWN: Final = 50


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
    recorded(request, await rules.renew(request.app[ENGINE], request.app[ROOMS].guests, found, kept=kept))
    row = await team_row(request)
    return led_to(f"{target_path(BinderTarget(row.id), LinkPage.PEOPLE)}?done=renewed")


async def _find(request: web.Request) -> Concerned:
    """Raises NotFoundError for a member, and where there is nothing to renew."""
    row, device = await team_row(request), request[DEVICE]
    look = partial(
        rules.concerned,
        visitor=VisitorId(request.match_info["member"]),
        by=device.visitor if device else VisitorId(""),
        row=row,
        proof=request.app[TEAM].proof,
        now=now_ms(),
    )
    return await request.app[ENGINE].read(look)


def _title(
    request: web.Request, found: Concerned, target: NoteTarget | FolderRow | BinderRow
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


def _person(request: web.Request, found: Concerned, arrival: Arrival) -> dict[str, Any]:
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
