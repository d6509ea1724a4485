"""Addresses of the search. None of them gives a browser that is new a cookie: it has nothing to search."""

from collections.abc import Iterator

from aiohttp import hdrs

from server.http.access import Rule, Who
from server.http.route import Route
from server.search.handlers import api, page
from server.text.paths import SitePage


def addresses() -> Iterator[Route]:
    """Words that are looked for come in a body, and stand in no address."""
    yield Route(hdrs.METH_GET, page.show, Rule(path=SitePage.SEARCH, need=Who.ANYONE))
    yield Route(hdrs.METH_POST, page.post, Rule(path=SitePage.SEARCH, need=Who.ANYONE))
    yield Route(hdrs.METH_POST, api.post, Rule(path="/api/search", need=Who.ANYONE))
