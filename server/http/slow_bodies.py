"""Slow bodies: a minimum rate for request bodies."""

import asyncio

import structlog
from aiohttp import web

from server.http.access import Handler
from server.http.keys import CONFIG

# As Apache's mod_reqtimeout asks for.
LEAST_BYTES_A_S = 500
# An import of 128 MiB at 300 kbit/s. What came fast and ends slowly is held no longer.
LONGEST_S = 3600

_log = structlog.get_logger(__name__)


@web.middleware
async def expect_bodies(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Close a connection whose body is below the rate, or takes an hour.

    Time in which we do not read counts for no rate.
    """
    if not request.can_read_body:
        return await handler(request)
    pace = _Pace(request, request.app[CONFIG].patience)
    try:
        return await handler(request)
    finally:
        pace.stop()


class _Pace:
    """Looks once every `patience_s` at what has come meanwhile."""

    def __init__(self, request: web.Request, patience_s: float) -> None:
        self._request = request
        self._patience_s = patience_s
        self._loop = asyncio.get_running_loop()
        self._come = 0
        self._end = self._loop.time() + LONGEST_S
        self._timer = self._loop.call_later(patience_s, self._look)

    def stop(self) -> None:
        self._timer.cancel()

    def _look(self) -> None:
        body, transport = self._request.content, self._request.transport
        if transport is None or body.is_eof():
            return
        came, self._come = body.total_bytes - self._come, body.total_bytes
        is_slow = transport.is_reading() and came < LEAST_BYTES_A_S * self._patience_s
        if is_slow or self._loop.time() > self._end:
            _log.info("a body came too slowly", bytes=self._come)
            transport.abort()
        else:
            self._timer = self._loop.call_later(self._patience_s, self._look)
