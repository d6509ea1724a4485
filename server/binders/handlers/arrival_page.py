"""The first visit by a link to a classeur: a name is asked before titles show. POST /c/{token}/arrival."""

from typing import Final

from aiohttp import web
from yarl import URL

from crdt.roles import Role
from server.binders.rules.arrival import rename
from server.clock import now_ms
from server.errors import BadInputError
from server.http.access import ACCESS, DEVICE, LANG
from server.http.answer import led_to, page
from server.http.body import read_form
from server.http.keys import ENGINE, SEAL
from server.http.paths import own_path
from server.http.templates import PAGES
from server.links.handlers.openings import remember
from server.live.keys import ROOMS
from server.storage.rights.links import Used
from server.text.paths import LinkPage
from server.visitors.devices import NAME_CHARACTERS, read_visitor_name
from server.visitors.visit import PRESSED

# Long enough for the answer to arrive. A browser that keeps no cookie is asked again after it.
_PRESSED_MS: Final = 60_000


def ask(request: web.Request, role: Role, *, wrong: str = "") -> web.Response:
    """The page without a word of what is in the classeur. A robot that fetches it counts nothing."""
    answer = page(
        request,
        "arrival.html",
        facts={},
        status=BadInputError.status if wrong else web.HTTPOk.status_code,
        action=str(URL(own_path(request, LinkPage.ARRIVAL)).with_query(request.query)),
        role=role.value,
        may_skip=not role.allows(Role.COMMENT),
        wrong=wrong,
        most=NAME_CHARACTERS,
    )
    # From a page that tells no referrer a form says `Origin: null`, which older phones leave unexplained.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


async def enter(request: web.Request) -> web.Response:
    """Name the visitor, remember the link, and lead to the classeur. By a link to read no name is needed."""
    access, device = request[ACCESS], request[DEVICE]
    form = await read_form(request)
    is_skipped = "skip" in form and not access.role.allows(Role.COMMENT)
    if not is_skipped:
        try:
            name = read_visitor_name(form)
        except BadInputError as refused:
            t = request.app[PAGES].words[request[LANG]]
            wrong = t(f"errors.{refused.code}.text", **refused.params)
            return ask(request, access.role, wrong=wrong)
        if device is not None:
            await rename(request.app[ENGINE], request.app[ROOMS].guests, device, name)
    await remember(request)
    query = dict(request.query)
    if access.used is not None:
        query[PRESSED] = _proof(request, access.used)
    return led_to(str(URL(own_path(request)).with_query(query)))


def has_pressed(request: web.Request, link: Used | None) -> bool:
    """Whether that of this link was."""
    proof = request.query.get(PRESSED, "")
    return link is not None and request.app[SEAL].was_opened(proof, link.link, link.generation, now_ms())


def _proof(request: web.Request, link: Used) -> str:
    return request.app[SEAL].opened(link.link, link.generation, now_ms() + _PRESSED_MS)
