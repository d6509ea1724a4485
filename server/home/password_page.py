"""The password page of a link, and the grant that it gives this browser."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial

from aiohttp import hdrs, web

from server.clock import now_ms
from server.errors import BusyError, ForbiddenError, RefusedError, TooOftenError
from server.http.access import ACCESS, DEED, DEVICE, LANG
from server.http.answer import page, wants_json
from server.http.audit_rows import of_request
from server.http.body import read_form, read_json
from server.http.keys import ENGINE, PASSWORDS, SEAL
from server.http.paths import own_path
from server.http.templates import PAGES
from server.ids import DeviceId, LinkId
from server.secrets.guesses import Guesser
from server.secrets.passwords import MOST_CHARACTERS
from server.storage import Db, DiskTroubleError, password_grants, right_before
from server.storage.rights import links
from server.storage.rights.links import Link
from server.text.paths import LinkPage
from server.visitors import devices
from server.visitors.askers import asker_of

_VIEWS = {"read", "edit"}


def ask(request: web.Request, refused: RefusedError | None = None) -> web.Response:
    """The page without a word of what is behind it. A robot that fetches it spends nothing."""
    view = request.query.get("view", "")
    t = request.app[PAGES].words[request[LANG]]
    answer = page(
        request,
        "door-password.html",
        facts={},
        status=refused.status if refused else ForbiddenError.status,
        action=own_path(request, LinkPage.DOOR) + (f"?view={view}" if view in _VIEWS else ""),
        wrong=t(f"errors.{refused.code}.text", **refused.params) if refused else "",
        most=MOST_CHARACTERS,
    )
    if refused is not None and refused.retry_s is not None:
        answer.headers[hdrs.RETRY_AFTER] = str(refused.retry_s)
    # From a page that tells no referrer a form says `Origin: null`, which older phones leave unexplained.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


async def enter(request: web.Request) -> web.Response:
    """POST /n/{token}/password and /p/{token}/password: a form is led on, a program told that it is in."""
    try:
        await _let_in(request)
    except (ForbiddenError, TooOftenError, BusyError) as refused:
        await _tell(request)
        if wants_json(request):
            raise
        return ask(request, refused)
    if wants_json(request):
        return web.json_response({"let_in": True})
    view = request.query.get("view", "")
    location = own_path(request) + (f"?view={view}" if view in _VIEWS else "")
    return web.Response(status=web.HTTPSeeOther.status_code, headers={hdrs.LOCATION: location})


async def _let_in(request: web.Request) -> None:
    """Remember that this browser has said the password. Raises what refuses it."""
    said = await _said(request)
    link = await request.app[ENGINE].read(partial(links.find, link=request[ACCESS].own_link))
    if link is None or link.password_hash is None:
        request[DEED] = ""
        return
    guesser = await _guesser(request, link.id)
    if not await request.app[PASSWORDS].is_right(said[: MOST_CHARACTERS + 1], link.password_hash, guesser):
        raise ForbiddenError("wrong_password")
    device = await devices.with_cookie(request, request[DEVICE], link.target)
    if device is None:
        raise BusyError("disk")
    request[DEVICE] = device
    network = request.app[SEAL].of_network(link.id, guesser.network)
    admit = partial(_admit, link=link, device=device.id, network=network, at=now_ms())
    if not await request.app[ENGINE].write(admit):  # it was changed while this one was being checked
        raise ForbiddenError("wrong_password")


def _admit(db: Db, *, link: Link, device: DeviceId, network: bytes, at: int) -> bool:
    """Write down that the password was said, and from where; False where it is another one by now."""
    is_current = password_grants.admit(db, link.id, device, password_hash=link.password_hash or "", at=at)
    if is_current:
        right_before.remember(db, link.id, device, network, at)
    return is_current


async def _guesser(request: web.Request, link: LinkId) -> Guesser:
    device = request[DEVICE]
    id_ = device.id if device else None
    guesser = Guesser(link=link, device=id_, asker=await asker_of(request))
    network = request.app[SEAL].of_network(link, guesser.network)
    find = partial(right_before.find, link=link, device=id_, network=network, now=now_ms())
    known = await request.app[ENGINE].read(find)
    return replace(guesser, was_right=known.browser, is_near=known.network)


async def _tell(request: web.Request) -> None:
    """Write down for who manages that passwords are tried here, once an hour."""
    link = request[ACCESS].own_link
    if request.app[PASSWORDS].is_news(link):
        write_row = of_request(request, "passwords-tried")
        with suppress(DiskTroubleError):
            await request.app[ENGINE].write(partial(_tried, link=link, at=now_ms(), write_row=write_row))


def _tried(db: Db, *, link: LinkId, at: int, write_row: Callable[[Db], None]) -> None:
    links.guessed(db, link, at)
    write_row(db)


async def _said(request: web.Request) -> str:
    if request.content_type == "application/json":
        said = (await read_json(request, {"password"})).get("password")
    else:
        said = (await read_form(request)).get("password")
    return said if isinstance(said, str) else ""
