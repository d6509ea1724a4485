"""Slow heads: holds a new connection until the head of its first request is complete.

aiohttp has no time-out for a head, and a connection costs it twenty times as much as it costs this door.
"""

import asyncio
from collections.abc import Callable
from typing import Final, cast

HEAD_BYTES: Final = 32 * 1024
MOST_WAITING: Final = 2048
_END: Final = b"\r\n\r\n"
_TOO_SLOW: Final = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
_TOO_LONG: Final = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
)


class Door:
    """Makes the protocol of each new connection, as a listening socket asks for it.

    `inside` makes the protocol that takes over once a head is whole; `entered` hears of each that does.
    At most `most` wait, for `patience_s` at the longest: when more come, those leave that came first.
    """

    def __init__(
        self,
        inside: Callable[[], asyncio.Protocol],
        *,
        patience_s: float,
        entered: Callable[[asyncio.Transport], None] = lambda _: None,
        most: int = MOST_WAITING,
    ) -> None:
        self._inside = inside
        self._entered = entered
        self._patience_s = patience_s
        self._most = most
        self._loop = asyncio.get_running_loop()
        self._waiting: dict[_Caller, float] = {}
        self._timer: asyncio.TimerHandle | None = None

    def __call__(self) -> asyncio.Protocol:
        return _Caller(self)

    def __len__(self) -> int:
        return len(self._waiting)

    def close(self) -> None:
        """Close all waiting connections."""
        if self._timer is not None:
            self._timer.cancel()
        for caller in list(self._waiting):
            caller.leave()

    def came(self, caller: "_Caller") -> None:
        self._waiting[caller] = self._loop.time() + self._patience_s
        if len(self._waiting) > self._most:
            next(iter(self._waiting)).leave()
        if self._timer is None:
            self._timer = self._loop.call_later(self._patience_s, self._send_away)

    def enters(self, caller: "_Caller", transport: asyncio.Transport, head: bytes) -> None:
        """Hand the connection over, with what has come of it."""
        self.left(caller)
        handler = self._inside()
        transport.set_protocol(handler)
        handler.connection_made(transport)
        self._entered(transport)
        handler.data_received(head)

    def left(self, caller: "_Caller") -> None:
        self._waiting.pop(caller, None)

    def _send_away(self) -> None:
        """The first in the dictionary came first, so that one timer is enough for all."""
        self._timer = None
        now = self._loop.time()
        for caller, until in list(self._waiting.items()):
            if until > now:
                self._timer = self._loop.call_later(until - now, self._send_away)
                break
            caller.leave(_TOO_SLOW)


class _Caller(asyncio.Protocol):
    __slots__ = ("_door", "_head", "_transport")

    def __init__(self, door: Door) -> None:
        self._door = door
        self._head = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is none by its class
        self._door.came(self)

    def data_received(self, data: bytes) -> None:
        if self._transport is None:
            return
        searched = max(0, len(self._head) - len(_END) + 1)
        self._head = self._head + data if self._head else data
        if self._head.find(_END, searched, HEAD_BYTES) >= 0:
            transport, self._transport = self._transport, None
            self._door.enters(self, transport, self._head)
        elif len(self._head) > HEAD_BYTES:
            self.leave(_TOO_LONG)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's name
        self._transport = None
        self._door.left(self)

    def leave(self, why: bytes = b"") -> None:
        """End the connection, with an answer where a request has begun."""
        self._door.left(self)
        transport, self._transport = self._transport, None
        if transport is None:
            return
        if self._head and why:
            transport.write(why)
            transport.close()
        else:
            transport.abort()
        self._head = b""
