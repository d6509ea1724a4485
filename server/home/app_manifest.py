"""Web app manifest of a link: put on the home screen, its address opens as an app of its own.

An app on the home screen may start without the cookie of the browser, as on iOS: so it starts at the address
by which it was opened, and that one asks what it asks of any browser.
"""

from collections.abc import Iterator
from functools import partial
from typing import Final

from aiohttp import hdrs, web

from crdt.roles import Role
from export.languages import language_of
from export.note.title import name_of as title_of
from server.errors import NotFoundError
from server.folders.folders import row_of
from server.http.access import ACCESS, DEVICE, LANG, Rule
from server.http.keys import ENGINE
from server.http.paths import own_path
from server.http.route import Route
from server.links.handlers.target_name import name_of
from server.live.keys import ROOMS
from server.storage import binders
from server.targets import BinderTarget, FolderTarget, NoteTarget, Target
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
    name = await _name(request, request[ACCESS].target) if request[DEVICE] is not None else ""
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


async def _name(request: web.Request, target: Target) -> str:
    """The title of the note, or what the pochette or classeur is called."""
    match target:
        case NoteTarget(note):
            return title_of(await request.app[ROOMS].markdown(note))
        case FolderTarget(folder):
            return name_of(request, await row_of(request.app, folder))
        case BinderTarget(binder):
            row = await request.app[ENGINE].read(partial(binders.find, binder=binder))
            if row is None:
                raise NotFoundError("no_link")
            return row.name
