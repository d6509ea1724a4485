"""GET and POST …/links/{link}/people/{visitor}: a person is removed, with what they could keep."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from aiohttp import web

from server.clock import now_ms
from server.http.access import ACCESS, DEVICE, LANG
from server.http.answer import led_to, page, wants_json
from server.http.audit_rows import recorded
from server.http.keys import ENGINE, SEAL
from server.http.paths import own_path
from server.http.templates import PAGES
from server.ids import VisitorId
from server.links.handlers import people
from server.links.handlers.ending_words import sentences
from server.links.handlers.sharing import facts
from server.links.handlers.target_name import link_name
from server.links.rules import sharing
from server.live.keys import ROOMS
from server.mail import renewals as mail_renewals
from server.storage.rights import links
from server.text.paths import LinkPage, link_path
from server.visitors.team import TEAM
from server.withdrawing.handlers.press import said, taken
from server.withdrawing.rules import person as rules
from server.withdrawing.rules.person import Leaving


async def ask(request: web.Request) -> web.Response:
    """What removing somebody does, in numbers, before anything changes."""
    leaving = await _leaving(request)
    t, does = request.app[PAGES].words[request[LANG]], leaving.does
    name = leaving.came[0].name or t("renew.nameless")
    told: dict[str, Any] = {
        "name": name,
        "devices": len(leaving.came),
        "stays": does.stays,
        **does.left,
        "folders": len(does.folders_managed),
        "elsewhere": len(does.folders_elsewhere),
        "closed": len(does.closed),
        "mailed": len(does.mailed),
        "mailed_to": does.mailed_to,
        "held": len(does.folders),
        "seen": len(does.seen),
        "told": does.digest,
    }
    told["says"] = [t("guests.ends", count=told["devices"]), *_says(request, leaving, name)]
    if wants_json(request):
        return web.json_response(told)
    answer = page(
        request,
        "remove.html",
        facts={},
        base=own_path(request),
        of=does.of.target.kind,
        heading=t("guests.removeFrom", name=name, link=link_name(request, leaving.link)),
        action=own_path(request, LinkPage.LINK_PERSON, link=leaving.link.id, visitor=does.of.visitor),
        lowers=(),
        **told,
    )
    # Its form must tell an origin, which a page without any referrer does not.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


def _says(request: web.Request, leaving: Leaving, name: str) -> Iterator[str]:
    t, does = request.app[PAGES].words[request[LANG]], leaving.does
    yield t("guests.stays", count=does.stays) if does.stays else t("guests.staysNobody")
    yield t("guests.oldDies")
    yield from taken(request, does)
    yield from sentences(t, does, name)


async def remove(request: web.Request) -> web.Response:
    """End what a person opens by the link, and what it let them keep; the others go on.

    In a page without script it leads to the page of who manages. Fields: `told`, what the page said, and
    `seen` where links that they were shown before are renewed too.
    """
    leaving, asked = await _leaving(request), await said(request)
    engine, guests = request.app[ENGINE], request.app[ROOMS].guests
    done = await rules.remove(engine, guests, leaving, told=asked.told, also_seen=asked.seen)
    await mail_renewals.send_now(request, done.result.mailed)
    recorded(request, done)
    link = await request.app[ENGINE].read(partial(links.find, link=leaving.link.id))
    assert link is not None, "a link is closed, never deleted"  # noqa: S101
    if wants_json(request):
        shared = await request.app[ENGINE].read(partial(sharing.find, access=request[ACCESS], link=link.id))
        return web.json_response(facts(request, shared))
    is_this = link.id == request[ACCESS].link and not request[ACCESS].is_own
    where = (
        link_path(request.app[SEAL], link, LinkPage.MANAGE) if is_this else own_path(request, LinkPage.MANAGE)
    )
    return led_to(f"{where}?done=removed")


async def _leaving(request: web.Request) -> Leaving:
    """Raises NotFoundError for who did not come by the link, ConflictError for who manages or asks."""
    device = request[DEVICE]
    work = partial(
        rules.leaving,
        link=await people.link_of(request),
        visitor=VisitorId(request.match_info["visitor"]),
        by=device.id if device else None,
        proof=request.app[TEAM].proof,
        now=now_ms(),
    )
    return await request.app[ENGINE].read(work)
