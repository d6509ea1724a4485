"""The door of a team: GET and POST /team, and the way to its OpenID provider and back."""

from functools import partial
from typing import Final

from aiohttp import hdrs, web

from server.clock import now_ms
from server.errors import BusyError, ForbiddenError, NotFoundError, RefusedError, TooOftenError
from server.http.access import DEED, DEVICE, LANG
from server.http.answer import led_to, page, wants_json
from server.http.body import read_form, read_json
from server.http.keys import ENGINE, PASSWORDS
from server.http.paths import public_origin
from server.http.templates import PAGES
from server.ids import LinkId
from server.secrets.guesses import Guesser
from server.secrets.passwords import MOST_CHARACTERS
from server.storage import members, sign_ins
from server.storage.devices import Device
from server.text.paths import SitePage
from server.visitors import lost
from server.visitors.askers import asker_of
from server.visitors.membership import (
    is_member,
    let_in_by_passphrase,
    let_in_by_provider,
    passphrase_hash,
)
from server.visitors.own_pages import own_page
from server.visitors.provider import Person, Provider
from server.visitors.team import TEAM

# Wrong passphrases are counted as those of a link are, under a name that no link has.
_AS_LINK: Final = LinkId("team")


async def show(request: web.Request) -> web.Response:
    """GET /team: what is asked for, or home for whom it is not asked."""
    if await is_member(request, request[DEVICE]):
        return led_to("/")
    return await _door(request)


async def enter(request: web.Request) -> web.Response:
    """POST /team: a form is led home, a program told that it is in."""
    device = _device(request)
    try:
        hash_ = await _checked(request, device, await _said(request))
        await let_in_by_passphrase(request, device, hash_=hash_)
    except (ForbiddenError, TooOftenError, BusyError) as refused:
        if wants_json(request):
            raise
        return await _door(request, refused)
    request[DEED] = "member-let-in"
    return web.json_response({"let_in": True}) if wants_json(request) else led_to("/")


async def _checked(request: web.Request, device: Device, said: str) -> str:
    """The hash with which the passphrase was compared. Raises what refuses it."""
    kept = await passphrase_hash(request)
    if not kept:
        raise NotFoundError("not_found")
    was_right = await request.app[ENGINE].read(partial(members.is_named, device=device.id))
    guesser = Guesser(link=_AS_LINK, device=device.id, asker=await asker_of(request), was_right=was_right)
    if not await request.app[PASSWORDS].is_right(said[: MOST_CHARACTERS + 1], kept, guesser):
        raise ForbiddenError("wrong_passphrase")
    return kept


async def leave_for_provider(request: web.Request) -> web.Response:
    """GET /team/provider: to where the organisation asks who it is. A robot that looks begins nothing."""
    provider, device = _provider(request), request[DEVICE]
    if device is None:
        return led_to("/team")
    return web.Response(
        status=web.HTTPSeeOther.status_code,
        headers={hdrs.LOCATION: str(await provider.begin(device.id, _back(request)))},
    )


async def again(request: web.Request) -> web.Response:
    """GET /team/again: a device of this person was declared stolen, so the provider is to ask once more."""
    return own_page(request, "team-again.html", provider=_provider(request).name)


async def leave_again(request: web.Request) -> web.Response:
    """POST /team/again: to the provider, which asks for the password even where a session goes on."""
    where = await _provider(request).begin(_device(request).id, _back(request), anew=True)
    return led_to(str(where))


async def come_back(request: web.Request) -> web.Response:
    """GET /team/callback: the provider's answer, which is good once and in the browser that left for it."""
    provider, device = _provider(request), request[DEVICE]
    try:
        person = await _person(request, provider, device)
    except (ForbiddenError, BusyError) as refused:
        return await _door(request, refused)
    engine, subject = request.app[ENGINE], request.app[TEAM].person(person.subject)
    pressed_at = await engine.read(partial(lost.pressed_at, person=subject, now=now_ms()))
    if pressed_at is not None and (person.proved_at is None or person.proved_at < pressed_at):
        # A session at the provider may go on in the browser that was stolen.
        return led_to("/team/again")
    try:
        await let_in_by_provider(request, _device(request), subject=person.subject, name=person.name)
    except ForbiddenError as refused:
        return await _door(request, refused)
    request[DEED] = "member-let-in"
    return led_to("/devices" if pressed_at is not None else "/")


async def _person(request: web.Request, provider: Provider, device: Device | None) -> Person:
    """Whom the provider has named. Raises ForbiddenError, BusyError."""
    said = dict(request.query)
    sign_in = provider.came_back(device.id if device else None, said)
    spend = partial(sign_ins.spend, sign_in=sign_in.hash, until=sign_in.until, now=now_ms())
    if not await request.app[ENGINE].write(spend):
        raise ForbiddenError("sign_in_over")
    return await provider.finish(sign_in, _back(request), said)


async def _door(request: web.Request, refused: RefusedError | None = None) -> web.Response:
    team = request.app[TEAM]
    t = request.app[PAGES].words[request[LANG]]
    has_left = request.query.get("left") == "1" and team.provider is not None
    answer = page(
        request,
        "team.html",
        facts={},
        status=refused.status if refused else web.HTTPOk.status_code,
        provider=team.provider.name if team.provider else "",
        end_session=await _end_session(request, team.provider) if has_left else "",
        wrong=t(f"errors.{refused.code}.text", **refused.params) if refused else "",
        most=MOST_CHARACTERS,
    )
    if refused is not None and refused.retry_s is not None:
        answer.headers[hdrs.RETRY_AFTER] = str(refused.retry_s)
    # Its form must tell an origin, which a page without any referrer does not.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


async def _end_session(request: web.Request, provider: Provider | None) -> str:
    address = await provider.end_session(public_origin(request) + SitePage.TEAM) if provider else None
    return str(address) if address else ""


def _provider(request: web.Request) -> Provider:
    provider = request.app[TEAM].provider
    if provider is None:
        raise NotFoundError("not_found")
    return provider


def _device(request: web.Request) -> Device:
    device = request[DEVICE]
    if device is None:
        raise ForbiddenError("no_device")
    return device


def _back(request: web.Request) -> str:
    return public_origin(request) + SitePage.TEAM_CALLBACK


async def _said(request: web.Request) -> str:
    if request.content_type == "application/json":
        said = (await read_json(request, {"passphrase"})).get("passphrase")
    else:
        said = (await read_form(request)).get("passphrase")
    return said if isinstance(said, str) else ""
