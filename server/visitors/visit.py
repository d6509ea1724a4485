"""Visit: how an address is asked for: with what cookie, by people, led by a page of ours, or by a program."""

from dataclasses import dataclass
from typing import Final

from aiohttp import hdrs, web

from server.clock import now_ms
from server.http.address import ADDRESS
from server.http.answer import wants_json
from server.http.carrying import is_taken_along
from server.http.keys import CONFIG
from server.rights.cookie import CookieClaim, read_cookie
from server.visitors.cookies import cookie_names
from server.visitors.ends import made_after, seen_after

PRESSED: Final = "came"
"""Parameter of a query: the proof that the form of a first visit was sent just now."""
_ANYTHING: Final = "*/*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What a request says of who asks.

    `cookie` is that of a device, None when there is none that can be ours. `is_of_people`: a page is the
    answer, as somebody has followed a link. `bearer`: the token of `Authorization: Bearer`, None without that
    header. Source: RFC 6750. `pressed`: the proof that a form was sent just now, also by a browser that keeps
    no cookie; "" without one. `is_led`: a page of
    ours asks, which is shown to who has come already, or a program that says the token in a header too.
    Browsers tell it; what fetches an address that it has read somewhere does not.
    Source: https://www.w3.org/TR/fetch-metadata/.
    """

    cookie: CookieClaim | None
    is_of_people: bool
    is_led: bool
    bearer: str | None
    pressed: str


_VISIT: web.RequestKey[Visit] = web.RequestKey("visit")


def visit_of(request: web.Request) -> Visit:
    """Read once for each request."""
    if _VISIT not in request:
        request[_VISIT] = _read(request)
    return request[_VISIT]


def _read(request: web.Request) -> Visit:
    scheme, _, said = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    bearer = said.strip() if scheme.lower() == "bearer" else None
    is_brought = bearer is not None and bearer == request.match_info.get("token")
    return Visit(
        cookie=_cookie(request),
        is_of_people=_is_of_people(request),
        is_led=is_brought or request.headers.get("Sec-Fetch-Site") == "same-origin",
        bearer=bearer,
        pressed=request.query.get(PRESSED, ""),
    )


def _cookie(request: web.Request) -> CookieClaim | None:
    brought = (request.cookies.get(name, "") for name in cookie_names(request[ADDRESS]))
    cookie = read_cookie(next(filter(None, brought), ""))
    if cookie is None:
        return None
    config, now = request.app[CONFIG], now_ms()
    return CookieClaim(cookie=cookie, seen_after=seen_after(config, now), made_after=made_after(config, now))


def _is_of_people(request: web.Request) -> bool:
    accept = request.headers.get(hdrs.ACCEPT, _ANYTHING)
    takes_pages = (accept == _ANYTHING or "text/html" in accept) and not is_taken_along(request)
    return request.method in {hdrs.METH_GET, hdrs.METH_HEAD} and takes_pages and not wants_json(request)
