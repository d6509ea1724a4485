"""What is answered in place of a refusal: a page that asks for something, a close code, the new address."""

from functools import partial
from typing import Final

from aiohttp import hdrs, web

from crdt.roles import Role
from crdt.seat import Close
from server.binders.handlers import arrival_page
from server.errors import ForbiddenError, GoneError, NotFoundError
from server.home import first_visit, password_page
from server.http.access import ACCESS, CLOSED, Handler, Rule, rule_of
from server.http.keys import ENGINE
from server.links.handlers import moved
from server.live.socket import refuse
from server.rights import holder
from server.rights.admission import FirstVisitError, NameAskedError
from server.visitors.visit import visit_of

# Why a websocket is closed at once; whatever else there is, its link does not exist.
CLOSES: Final = {
    "device_closed": Close.DEVICE_CLOSED,
    "password": Close.LOCKED,
    "role": Close.WITHDRAWN,
    "no_access": Close.WITHDRAWN,
    "put_out": Close.DEVICE_CLOSED,
    "in_trash": Close.TRASHED,
    "in_your_trash": Close.TRASHED,
}


@web.middleware
async def answer_refused(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Where the guard admits nobody by a link, show what may lead further; other refusals go on."""
    try:
        return await handler(request)
    except (NotFoundError, ForbiddenError, GoneError) as error:
        rule = rule_of(request)
        if ACCESS in request or not isinstance(rule.need, Role):
            raise
        answer = await _instead(request, rule, rule.need, error)
        if answer is None:
            request[CLOSED] = await _is_closed(request)
            raise
        return answer


async def _instead(
    request: web.Request, rule: Rule, need: Role, error: NotFoundError | ForbiddenError | GoneError
) -> web.StreamResponse | None:
    if rule.is_socket and request.headers.get(hdrs.UPGRADE, "").lower() == "websocket":
        why = CLOSES.get(error.code, Close.NO_SUCH_LINK)
        return await refuse(request, why, f"expected a link to {need}, got none")
    if error.code == "password" and visit_of(request).is_of_people:
        return password_page.ask(request)
    if isinstance(error, NameAskedError):
        return arrival_page.ask(request, error.role)
    if isinstance(error, FirstVisitError) and visit_of(request).is_of_people:
        request[CLOSED] = await _is_closed(request)
        return first_visit.ask(request, error)
    if not rule.is_socket and isinstance(error, NotFoundError):
        return await moved.redirect(request)
    return None


async def _is_closed(request: web.Request) -> bool:
    """Whether the browser's cookie is one of a device that was closed."""
    return await request.app[ENGINE].read(partial(holder.is_closed, claim=visit_of(request).cookie))
