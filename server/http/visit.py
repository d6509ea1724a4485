"""Visit: how an address is asked for: by people, led by a page of ours, or by a program."""

from dataclasses import dataclass
from typing import Final

from aiohttp import hdrs, web

from server.http.answer import wants_json
from server.http.carrying import is_taken_along

PRESSED: Final = "came"
"""Parameter of a query: the proof that the form of a first visit was sent just now."""
_ANYTHING: Final = "*/*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What a request with a token says of who asks.

    `is_of_people`: a page is the answer, as somebody has followed the link, or an address of it. `bearer`:
    the token of `Authorization: Bearer`, None without that header. Source: RFC 6750. `pressed`: the proof
    that a form was sent just now, also by a browser that keeps no cookie; "" without one. `is_led`: a page of
    ours asks, which is shown to who has come already, or a program that says the token in a header too.
    Browsers tell it; what fetches an address that it has read somewhere does not.
    Source: https://www.w3.org/TR/fetch-metadata/.
    """

    is_of_people: bool
    is_led: bool
    bearer: str | None
    pressed: str


def visit_of(request: web.Request) -> Visit:
    scheme, _, said = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    bearer = said.strip() if scheme.lower() == "bearer" else None
    is_brought = bearer == request.match_info["token"]
    return Visit(
        is_of_people=is_of_people(request),
        is_led=is_brought or request.headers.get("Sec-Fetch-Site") == "same-origin",
        bearer=bearer,
        pressed=request.query.get(PRESSED, ""),
    )


def is_of_people(request: web.Request) -> bool:
    """Whether a page is the answer."""
    accept = request.headers.get(hdrs.ACCEPT, _ANYTHING)
    takes_pages = (accept == _ANYTHING or "text/html" in accept) and not is_taken_along(request)
    return request.method in {hdrs.METH_GET, hdrs.METH_HEAD} and takes_pages and not wants_json(request)
