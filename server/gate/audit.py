"""Audit log: deeds on rights, devices, prints and the trash; never a word, never a token."""

from typing import Final

import structlog
from aiohttp import web

from server.http.access import ACCESS, DEED, RULES, Handler
from server.http.audit_rows import deed_of, write
from server.http.keys import ENGINE, SEAL
from server.jobs.lru_cache import LruCache
from server.storage import DiskTroubleError
from server.storage.audit import Deed
from server.visitors.cookies import NEW_COOKIE
from server.visitors.visit import visit_of

# What a program has fetched a moment ago.
EXPORTED: web.AppKey[LruCache[bool]] = web.AppKey("exported")
_WHILE_MS: Final = 10 * 60_000

_log = structlog.get_logger(__name__)


@web.middleware
async def record(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Write the audit row before the response; a full disk does not block printing."""
    response = await handler(request)
    if response.status < web.HTTPBadRequest.status_code:
        for what in filter(None, (_let_in(request), _done(request))):
            deed = deed_of(request, what)
            if what == "exported" and _is_repeated(request, deed):
                continue
            try:
                await write(request.app[ENGINE], request.app[SEAL], deed)
            except DiskTroubleError as error:
                _log.warning("a line of the audit log is lost", what=what, error=str(error))
    return response


def _done(request: web.Request) -> str:
    rule = request.app[RULES].get(request.match_info.route)
    done: str = request.get(DEED, rule.deed if rule is not None else "")
    return done


def _is_repeated(request: web.Request, deed: Deed) -> bool:
    """A program may fetch a text every second: one row per ten minutes is enough."""
    seen, key = (
        request.app[EXPORTED],
        (deed.subject, deed.device, *deed.details.values(), deed.at // _WHILE_MS),
    )
    is_repeated = seen.get(key) is not None
    seen.keep(key, True)  # noqa: FBT003 - that it was there is all
    return is_repeated


def _let_in(request: web.Request) -> str:
    """Whether a browser that had never been here came in by a link."""
    if (given := request.get(NEW_COOKIE)) is None:
        return ""
    brought = visit_of(request).cookie
    is_new = brought is None or given.secret != brought.cookie.secret
    return "device-let-in" if is_new and ACCESS in request else ""
