"""GET and POST …/manage/renew: links get other addresses, and the devices that are ticked follow to them."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import partial
from typing import Any, Final

from aiohttp import web

from server.clock import as_datetime, now_ms
from server.http.access import ACCESS, DEVICE, LANG
from server.http.answer import led_to, page
from server.http.audit_rows import recorded
from server.http.body import read_form
from server.http.keys import ENGINE, SEAL
from server.http.paths import own_path
from server.http.templates import PAGES
from server.ids import DeviceId, LinkId
from server.links.handlers.target_name import link_name, name_of
from server.links.rules import renewal
from server.links.rules.renewal import Concerned
from server.live.keys import ROOMS
from server.storage.arrivals import Arrival, is_trusted
from server.storage.folders import FolderRow
from server.storage.rights import links
from server.targets import FolderTarget, Target
from server.text.paths import LinkPage, link_path
from server.visitors.agents import called, named

_KEEP: Final = "keep-"


async def ask(request: web.Request) -> web.Response:
    """The page that lists who came by each link, before anything changes. It works without script."""
    only = _only(request.query.get("link"))
    found = await request.app[ENGINE].read(
        partial(renewal.concerned, target=request[ACCESS].target, by=request[DEVICE], only=only)
    )
    groups = list(_groups(request, found))
    answer = page(
        request,
        "renew.html",
        facts={},
        base=own_path(request),
        of=request[ACCESS].target.kind,
        only=only or "",
        name=link_name(request, found.links[0]) if only else "",
        groups=groups,
        cut=sum(not one["keep"] for group in groups for one in group["came"]),
        elsewhere=len(found.reach.folders_elsewhere),
        others=[name_of(request, row) for row in found.folders],
    )
    # Its form must tell an origin, which a page without any referrer does not.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


async def post(request: web.Request) -> web.Response:
    """Renew, and lead to the page of who manages at its new address. Fields: `keep-DEVICE`, `link`."""
    form = await read_form(request)
    ticked = {DeviceId(field.removeprefix(_KEEP)) for field in form if field.startswith(_KEEP)}
    done = await renewal.renew_all(
        request.app[ENGINE],
        request.app[ROOMS].guests,
        target=request[ACCESS].target,
        by=request[DEVICE],
        only=_only(form.get("link")),
        ticked=ticked,
    )
    recorded(request, done)
    return led_to(f"{await _managed_at(request)}?done=renewed")


async def _managed_at(request: web.Request) -> str:
    """The page of who manages, at the new address of the link by which the request came."""
    access = request[ACCESS]
    if access.is_own:
        return own_path(request, LinkPage.MANAGE)
    this = await request.app[ENGINE].read(partial(links.find, link=access.own_link))
    assert this is not None, "a link is closed, never deleted"  # noqa: S101
    return link_path(request.app[SEAL], this, LinkPage.MANAGE)


def _groups(request: web.Request, found: Concerned) -> Iterable[dict[str, Any]]:
    """Link by link, who came by it; a device that came by two links stands at the first."""
    shown: set[DeviceId] = set()
    rows: dict[Target, FolderRow] = {FolderTarget(row.id): row for row in found.folders}
    for link in found.links:
        came = [one for one in found.came if one.link == link.id and one.device not in shown]
        shown.update(one.device for one in came)
        of = rows.get(link.target)
        yield {
            "name": link_name(request, link),
            "role": link.role.value,
            "of": name_of(request, of) if of else "",
            "openings": link.openings,
            "came": [_person(request, one, found.lost_names) for one in came],
        }


def _person(request: web.Request, arrival: Arrival, lost_names: AbstractSet[str]) -> dict[str, Any]:
    t = request.app[PAGES].words[request[LANG]]
    return {
        "device": arrival.device,
        "name": arrival.name or "",
        "label": called(t, arrival.agent),
        "is_phone": named(arrival.agent)[1] in {"iPhone", "iPad", "Android"},
        "since": as_datetime(arrival.since).isoformat(),
        "manages": arrival.manages,
        "keep": arrival.manages or is_trusted(arrival, at=now_ms(), lost_names=lost_names),
    }


def _only(said: object) -> LinkId | None:
    return LinkId(said) if isinstance(said, str) and said else None
