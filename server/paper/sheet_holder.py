"""Tells people from link-preview robots on the page of a printed sheet."""

from aiohttp import hdrs, web

from server.visitors.visit import visit_of


def holds_sheet(request: web.Request) -> bool:
    """Whether the form was sent, a browser has been here before, or a page of ours leads here."""
    return (
        request.method == hdrs.METH_POST
        or visit_of(request).cookie is not None
        or request.headers.get("Sec-Fetch-Site") == "same-origin"
    )
