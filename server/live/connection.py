"""One browser's websocket as the peer of a room: writes go straight to the transport, and never wait."""

import asyncio

from aiohttp import web

from crdt.seat import Close

REASON_BYTES = 123


class Ended(Exception):
    """The server ends this connection; `why` and `detail` go into the close frame."""

    def __init__(self, why: Close, detail: str) -> None:
        super().__init__(why, detail)
        self.why = why
        self.detail = detail

    @property
    def reason(self) -> bytes:
        """The reason in the close frame (RFC 6455, 5.5): the name, then what was expected and what came."""
        return f"{self.why}: {self.detail}".encode()[:REASON_BYTES].decode(errors="ignore").encode()


class Connection:
    """Its outbox is the transport's buffer: a peer that lets more than `max_outbox` bytes wait is closed.

    One message comes on top of that, the largest so far: a whole note may be larger than an outbox.
    """

    def __init__(self, transport: asyncio.Transport, *, max_outbox: int) -> None:
        self._transport = transport
        self._max_outbox = max_outbox
        self._largest = 0
        self._is_over = False
        self._end: asyncio.Future[Ended] = asyncio.get_running_loop().create_future()

    def send(self, packed: bytes, /) -> None:
        if self._is_over or self._transport.is_closing():
            return
        self._transport.write(packed)
        self._largest = max(self._largest, len(packed))
        if self._transport.get_write_buffer_size() > self._max_outbox + self._largest:
            self.close(Close.OUTBOX_FULL, f"more than {self._max_outbox} bytes wait to be read")

    def close(self, why: Close, detail: str, /) -> None:
        if not self._is_over:
            self._is_over = True
            self._end.set_result(Ended(why, detail))

    async def ended(self) -> None:
        """Raises Ended once the server wants this connection to end."""
        raise await asyncio.shield(self._end)  # which may still come while the connection is being left

    @classmethod
    def of(cls, request: web.Request, *, max_outbox: int) -> "Connection":
        """The connection of an upgraded request."""
        transport = request.transport
        if transport is None:
            raise ConnectionResetError("the client left during the handshake")
        return cls(transport, max_outbox=max_outbox)
