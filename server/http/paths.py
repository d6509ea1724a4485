"""The address by which a request comes, the origin that links begin with, and QR codes of both."""

import io

import segno
from aiohttp import web

from server.http.access import RULES
from server.http.address import ADDRESS
from server.http.keys import CONFIG
from server.text.paths import BASES, LinkPage, path_for


def own_path(request: web.Request, page: LinkPage = LinkPage.ITSELF, **parts: object) -> str:
    """The address of the link by which the request comes, or of a page below it.

    Raises LookupError where it comes by none.
    """
    target = request.app[RULES][request.match_info.route].target
    if target is None:
        raise LookupError(f"expected an address with a token, got {request.path}")
    return path_for(BASES[target] + page, token=request.match_info["token"], **parts)


def drawn(address: str) -> web.Response:
    """A QR code as a picture."""
    drawing = io.BytesIO()
    segno.make(address, error="m").save(drawing, kind="svg", border=2, xmldecl=False, omitsize=True)
    return web.Response(body=drawing.getvalue(), content_type="image/svg+xml")


def public_origin(request: web.Request) -> str:
    """Where links point: the public address where one is set, else the one that was asked."""
    return request.app[CONFIG].url or request[ADDRESS].origin
