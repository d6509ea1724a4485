"""Outermost middleware: a request id, and one log line per request."""

import secrets
import time

import structlog
from aiohttp import hdrs, web

from server.http.access import LANG, REQUEST_ID, RULES, Handler, Rule
from server.http.address import ADDRESS, Address
from server.http.keys import CONFIG
from server.http.templates import NONCE, PAGES
from server.networks import coarse_network_of
from server.settings.config import LogClient
from server.text.words import best_lang

_log = structlog.get_logger(__name__)


@web.middleware
async def observe(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Log the pattern of the address, never the address itself: it may hold a token."""
    request[REQUEST_ID] = secrets.token_hex(8)
    request[NONCE] = secrets.token_urlsafe(16)
    request[LANG] = best_lang(request.headers.get(hdrs.ACCEPT_LANGUAGE, ""), request.app[PAGES].words.keys())
    started = time.perf_counter()
    status = 0
    try:
        response = await handler(request)
    except web.HTTPException as answer:
        status = answer.status
        raise
    else:
        status = response.status
        return response
    finally:
        rule = request.app[RULES].get(request.match_info.route)
        address = request.get(ADDRESS)
        if not _is_part_of_a_session(request, rule, status):
            _log.info(
                "request",
                method=request.method,
                route=rule.path if rule else "unknown",
                status=status,
                ms=round((time.perf_counter() - started) * 1000, 1),
                id=request[REQUEST_ID],
                **_client(request.app[CONFIG].log_client, address),
            )


def _client(wanted: LogClient, address: Address | None) -> dict[str, str]:
    """Where the request came from, as far as the settings want it in the log."""
    if address is None:
        return {}
    match wanted:
        case LogClient.NOTHING:
            return {}
        case LogClient.NETWORK:
            return {"client": coarse_network_of(address.client)}
        case LogClient.ADDRESS:
            return {"client": address.client}


def _is_part_of_a_session(request: web.Request, rule: Rule | None, status: int) -> bool:
    """Whether it belongs to a session over HTTP, whose start has its own line."""
    is_well = 200 <= status < 300
    return is_well and rule is not None and rule.is_socket and "session" in request.query
