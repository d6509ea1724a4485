"""Web app manifest of a link: put on the home screen, its address opens as an app of its own.

An app on the home screen may start without the cookie of the browser, as on iOS: so it starts at the address
by which it was opened, and that one asks what it asks of any browser.
"""

from collections.abc import Iterator
from typing import Final

from aiohttp import hdrs, web

from crdt.roles import Role
from export.languages import language_of
from server.folders.title import title_of
from server.http.access import ACCESS, DEVICE, LANG, Rule
from server.http.paths import own_path
from server.http.route import Route
from server.text.paths import BASES, LinkPage

NAME: Final = "Pochette"
_PAPER: Final = "#f7f4ee"
_ICONS: Final = (
    {"src": "/static/icon.svg", "sizes": "any", "type": "image/svg+xml"},
    {"src": "/static/app-192.png", "sizes": "192x192", "type": "image/png"},
    {"src": "/static/app-512.png", "sizes": "512x512", "type": "image/png"},
    {"src": "/static/app-maskable-512.png", "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
)


def addresses() -> Iterator[Route]:
    """One by one, with the right that each needs."""
    for target, base in BASES.items():
        yield Route(hdrs.METH_GET, show, Rule(path=base + LinkPage.APP, target=target, need=Role.READ))


async def show(request: web.Request) -> web.Response:
    """GET {base}/app.webmanifest: the name is told to a device that is known, nothing else is to any."""
    name = await title_of(request, request[ACCESS].target) if request[DEVICE] is not None else ""
    at = own_path(request)
    told = {
        "id": at,
        "name": name or NAME,
        "short_name": name or NAME,
        "lang": language_of(request[LANG]).tag,
        "start_url": at,
        "scope": "/",
        "display": "standalone",
        "background_color": _PAPER,
        "theme_color": _PAPER,
        "icons": _ICONS,
    }
    return web.json_response(told, content_type="application/manifest+json")
