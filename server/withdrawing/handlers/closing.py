"""GET and POST …/links/{link}/close, DELETE …/links/{link}: a link is closed by hand."""

from collections.abc import Collection, Iterator
from functools import partial
from typing import Any

from aiohttp import web

from server.clock import now_ms
from server.errors import BadInputError, ForbiddenError
from server.http.access import ACCESS, LANG
from server.http.answer import led_to, page, wants_json
from server.http.audit_rows import recorded
from server.http.body import read_form, repeated
from server.http.keys import ENGINE
from server.http.paths import own_path
from server.http.templates import PAGES
from server.ids import LinkId
from server.links.handlers import people
from server.links.handlers.sharing import facts
from server.links.handlers.target_name import link_name
from server.links.rules import closing, sharing
from server.links.rules.closing import Also, Closing
from server.live.keys import ROOMS
from server.storage.rights.links import Link
from server.text.paths import LinkPage
from server.text.words import Words


async def ask(request: web.Request) -> web.Response:
    """What closing it ends, in numbers, before it is done."""
    link = await people.link_of(request)
    found = await request.app[ENGINE].read(partial(closing.find, link=link.id, now=now_ms()))
    t = request.app[PAGES].words[request[LANG]]
    told: dict[str, Any] = {"says": list(_says(t, found)), "also": _choices(t, found)}
    if wants_json(request):
        return web.json_response(told)
    answer = page(
        request,
        "close-link.html",
        facts={},
        base=own_path(request),
        of=link.target.kind,
        heading=t("ending.closeOne", link=link_name(request, link)),
        action=own_path(request, LinkPage.LINK_CLOSE, link=link.id),
        **told,
    )
    # Its form must tell an origin, which a page without any referrer does not.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


async def post(request: web.Request) -> web.Response:
    """By a page: `also` says which of the links that were made through it are closed too."""
    also = _also(repeated(await read_form(request), "also"))
    link = await people.link_of(request)
    await _close(request, link, also)
    is_this = link.id == request[ACCESS].link and not request[ACCESS].is_own
    return led_to("/" if is_this else f"{own_path(request, LinkPage.MANAGE)}?done=closed")


async def delete(request: web.Request) -> web.Response:
    """By its maker, or by managers. `?also=` as in the page; by default what nobody else uses."""
    access, id_ = request[ACCESS], LinkId(request.match_info["link"])
    asked = request.query.getall("also", [Also.UNUSED])
    link = (await request.app[ENGINE].read(partial(sharing.find, access=access, link=id_))).link
    if not sharing.may_change(access, link):
        raise ForbiddenError("not_yours")
    await _close(request, link, _also(one for one in asked if one))
    closed = await request.app[ENGINE].read(partial(sharing.find, access=access, link=id_))
    return web.json_response(facts(request, closed))


async def _close(request: web.Request, link: Link, also: Collection[Also]) -> None:
    """Shut the addresses, end the rights that came by them, and the connections that use them."""
    recorded(request, await closing.close(request.app[ENGINE], request.app[ROOMS].guests, link.id, also))


def _says(t: Words, found: Closing) -> Iterator[str]:
    yield t("ending.closes")
    if found.unused or found.used:
        yield t("ending.through", count=len(found.unused) + len(found.used))


def _choices(t: Words, found: Closing) -> list[dict[str, Any]]:
    """Boxes of the page: what nobody else uses is ticked."""
    unused, used = len(found.unused), len(found.used)
    people = " " + t("ending.alsoPeople", count=found.people) if found.people else ""
    boxes = (
        (Also.UNUSED, unused, t("ending.alsoUnused", count=unused)),
        (Also.USED, used, t("ending.alsoUsed", count=used) + people),
    )
    return [
        {"value": also.value, "text": text, "is_ticked": also is Also.UNUSED}
        for also, count, text in boxes
        if count
    ]


def _also(said: Any) -> frozenset[Also]:
    """Raises BadInputError."""
    values = [str(one) for one in said]
    if any(one not in tuple(Also) for one in values):
        raise BadInputError("bad_link", field="also", expected=", ".join(Also))
    return frozenset(Also(one) for one in values)
