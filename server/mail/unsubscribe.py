"""GET and POST /unsubscribe/{proof}: a recipient wants no more mail from here, or wants it again.

Only POST changes anything: programs that look at links unsubscribe nobody. It takes no cookie: mailboxes
post for their readers with one click. Source: RFC 8058.
"""

from functools import partial
from typing import Final

from aiohttp import web

from server.clock import now_ms
from server.errors import BadInputError, NotFoundError
from server.http.access import DEED
from server.http.answer import page
from server.http.body import read_form
from server.http.keys import ENGINE, SEAL
from server.storage import Db, unsubscribed

FIELD: Final = "List-Unsubscribe"
ONE_CLICK: Final = "One-Click"
_AGAIN: Final = "Again"


async def ask(request: web.Request) -> web.Response:
    """The question; or, once it is done, the way back."""
    look = partial(unsubscribed.holds, recipient=_recipient(request))
    return _page(request, is_off=await request.app[ENGINE].read(look))


async def post(request: web.Request) -> web.Response:
    """Answered with a page and no redirect, which RFC 8058 forbids. Raises BadInputError."""
    recipient, said = _recipient(request), (await read_form(request)).get(FIELD)
    if said not in (ONE_CLICK, _AGAIN):
        raise BadInputError("bad_request")
    is_off = said == ONE_CLICK
    work = partial(_change, recipient=recipient, is_off=is_off, at=now_ms())
    if not await request.app[ENGINE].write(work):
        request[DEED] = ""
    elif not is_off:
        request[DEED] = "subscribed-again"
    return _page(request, is_off=is_off)


def _recipient(request: web.Request) -> bytes:
    """Raises NotFoundError for a proof that this instance has not made."""
    recipient = request.app[SEAL].unsubscribes(request.match_info["proof"])
    if recipient is None:
        raise NotFoundError("not_found")
    return recipient


def _change(db: Db, *, recipient: bytes, is_off: bool, at: int) -> bool:
    """Whether anything is otherwise than before."""
    if unsubscribed.holds(db, recipient) is is_off:
        return False
    if is_off:
        unsubscribed.put(db, recipient, at)
    else:
        unsubscribed.remove(db, recipient)
    return True


def _page(request: web.Request, *, is_off: bool) -> web.Response:
    says = _AGAIN if is_off else ONE_CLICK
    answer = page(request, "unsubscribe.html", facts={}, is_off=is_off, field=FIELD, says=says)
    # Its form must tell an origin, which a page without any referrer does not.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer
