"""The first visit of a browser by a link: a page without a word of the note, whose form opens it.

What only fetches a link, as a messenger's robot or a scanner of mails, gets that page. Nothing is written.
"""

import re
from typing import Final
from urllib.parse import quote

from aiohttp import web

from crdt.roles import Role
from server.binders.handlers import arrival_page
from server.home import note_page
from server.http.access import ACCESS, DEED, Handler
from server.http.answer import led_to, page
from server.http.body import read_form
from server.http.paths import own_path
from server.rights.admission import FirstVisitError
from server.targets import BinderTarget, FolderTarget, NoteTarget

_NAMES: Final = {NoteTarget: "note", FolderTarget: "pochette"}
_TO: Final = "to"
# Below the address of a link: one or more names, and a query.
_BELOW: Final = re.compile(r"(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+(\?[A-Za-z0-9._~%&=+-]*)?")


def ask(request: web.Request, error: FirstVisitError) -> web.StreamResponse:
    """The page: 200 at the address of the link itself, 403 below it."""
    own = own_path(request)
    is_itself = request.path == own
    if not error.role.allows(Role.READ):
        return led_to(own)  # the door of a link to print
    if isinstance(error.target, BinderTarget):
        answer = arrival_page.ask(request, error.role)
    else:
        answer = page(
            request,
            "first-visit.html",
            facts={},
            name=_NAMES[type(error.target)],
            # What leads there needs no cookie where the browser tells by which page it is led.
            opens=is_itself or "Sec-Fetch-Site" in request.headers,
            is_itself=is_itself,
            ahead=_entry(request, error) if is_itself else "",
            action="" if is_itself else own,
            to="" if is_itself else _below(request, own),
        )
    # From a page that tells no referrer a form says `Origin: null`, which older phones leave unexplained.
    answer.headers["Referrer-Policy"] = "same-origin"
    if not is_itself:
        answer.set_status(error.status)
    return answer


def opening(door: Handler, shown: Handler) -> Handler:
    """POST of a link: by one to print its door opens; by any other the page is shown, without a redirect.

    So it opens in a browser that keeps no cookie too, and once it has one the address alone is enough.
    """

    async def enter(request: web.Request) -> web.StreamResponse:
        if request[ACCESS].role is Role.PRINT:
            return await door(request)
        request[DEED] = ""
        to = (await read_form(request)).get(_TO)
        if isinstance(to, str) and _BELOW.fullmatch(to):
            return led_to(own_path(request) + to)
        return await shown(request)

    return enter


def _entry(request: web.Request, error: FirstVisitError) -> str:
    """What the page loads that it leads to, so that it is fetched meanwhile."""
    if isinstance(error.target, FolderTarget):
        return "pochette" if error.role.allows(Role.EDIT) else "shelf"
    return "editor" if note_page.opens_editor(request, error.role) else "reader"


def _below(request: web.Request, own: str) -> str:
    """What was asked below the address of the link, where the form can lead there."""
    query = f"?{request.query_string}" if request.query_string else ""
    to = quote(request.path.removeprefix(own) + query, safe="/?&=%+~")
    return to if _BELOW.fullmatch(to) else ""
