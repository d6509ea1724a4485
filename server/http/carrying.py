"""Pages fetched ahead, to be read later without a network: they are shown to nobody yet."""

from typing import Final

from aiohttp import hdrs, web

# Sent by our worker with every page that it takes along.
CARRY: Final = "Pochette-Carry"
# A browser that fetches a page before anybody has asked for it says so. Source: HTML, 13.3.4.
_AHEAD: Final = "Sec-Purpose"


def is_carrying(request: web.Request) -> bool:
    """Whether the page is fetched to be kept, or ahead: nothing is recorded of it."""
    return request.headers.get(CARRY) == "1" or "prefetch" in request.headers.get(_AHEAD, "")


def is_shown(request: web.Request) -> bool:
    """Whether somebody is shown the answer now: a first visit is a POST."""
    return request.method != hdrs.METH_HEAD and not is_carrying(request)


def is_taken_along(request: web.Request) -> bool:
    """Whether our worker fetches the page to be kept: it gets the form in which that is read."""
    return request.headers.get(CARRY) == "1"
