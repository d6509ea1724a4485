"""One browser's websocket after its handshake, and the peer of a room: writes go out at once and never wait.

Messages are handed on as they come, without a queue: what must wait stays unread, so that who floods fills
the network and not the memory. Source: RFC 6455.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

from aiohttp import web

from crdt.seat import Close
from server.http.intake import Part
from server.http.keys import CONFIG
from server.live.backlog import Backlog
from server.live.framing import BrokenError, Frame, Framing, Opcode, TooLongError, closing_code
from server.live.packing import pack_control

REASON_BYTES: Final = 123
# So long a client may take to say goodbye too.
CLOSE_TIMEOUT_S: Final = 5.0
# Its goodbye could not be read. To end at once would make the system forget what it has not sent yet.
BROKEN_TIMEOUT_S: Final = 0.5
# After so many frames the next ones wait for their turn.
AT_ONCE: Final = 64
# Receive buffer of a socket (SO_RCVBUF). The default lets each flooding client fill up to 6 MiB.
UNREAD_BYTES: Final = 64 * 1024
# Send buffer (SO_SNDBUF). The default holds up to 4 MiB for a client that never reads, unseen for seconds.
UNSENT_BYTES: Final = 128 * 1024
# A longer message than that is not skipped: it ends its connection.
LONGEST_SKIPPED: Final = 4 << 20
# Of a message that has begun, so many do not count.
FREE_BYTES: Final = 4096
# A message has this time, and a second more for each so many bytes, up to the longest.
PATIENCE_S: Final = 15.0
LEAST_BYTES_A_S: Final = 500
LONGEST_S: Final = 900
_PING: Final = pack_control(Opcode.PING, b"")


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


class Hear(Protocol):
    """Takes in what a frame of so many bytes has brought, a message or nothing.

    What it returns must end before the next.
    """

    def __call__(self, message: bytes | None, size: int, /) -> Awaitable[None] | None: ...


class Connection(asyncio.Protocol):
    """Its outbox is the transport's buffer: a peer that lets more than `max_outbox` bytes wait is closed.

    One message comes on top of that, the largest so far: a whole note may be larger than an outbox.
    """

    def __init__(
        self,
        transport: asyncio.Transport,
        *,
        max_message: int,
        max_outbox: int,
        backlog: Backlog,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._patience_s = patience_s
        self._transport = transport
        self._backlog = backlog
        self._before: asyncio.Protocol = asyncio.Protocol()
        self._max_message = max_message
        self._part: Part | None = None
        self._deny: Callable[[], None] | None = None
        self._begun_at: float | None = None  # of the message that is under way
        self._max_outbox = max_outbox
        self._largest = 0
        self._framing = Framing(max_message)
        self._hear: Hear | None = None
        self._holds = True  # nothing is read meanwhile
        self._waiting: asyncio.Task[None] | None = None
        self._is_heard = True  # since the last beat
        self._is_asked = False
        self._is_over = False
        self._is_broken = False
        self._said_goodbye = False
        self._loop = asyncio.get_running_loop()
        self._end: asyncio.Future[Exception | None] = self._loop.create_future()
        self._gone = asyncio.Event()

    @classmethod
    def of(cls, request: web.Request, *, max_message: int, backlog: Backlog) -> "Connection":
        """Take over from aiohttp, once the handshake is answered. Raises ConnectionResetError."""
        if request.transport is None:
            raise ConnectionResetError("the client left during the handshake")
        config = request.app[CONFIG]
        connection = cls(
            request.transport,
            max_message=max_message,
            max_outbox=config.max_outbox,
            backlog=backlog,
            patience_s=config.patience,
        )
        connection._take_over(request)
        return connection

    def send(self, packed: bytes, /) -> None:
        transport = self._transport
        if self._is_over or transport.is_closing():
            return
        transport.write(packed)
        if (size := len(packed)) > self._largest:
            self._largest = size
        if transport.get_write_buffer_size() > self._max_outbox + self._largest:
            self.close(Close.OUTBOX_FULL, f"more than {self._max_outbox} bytes wait to be read")

    def close(self, why: Close, detail: str, /) -> None:
        self._finish(Ended(why, detail))

    def take_at_most(self, size: int) -> None:
        """Lower the limit of a message."""
        self._max_message = self._framing.max_size = min(size, self._max_message)

    def refuse_more(self) -> None:
        """Give way to others with what has come of a message."""
        self.close(Close.TOO_MUCH, "too much has begun and not ended, and this came last")

    async def converse(self, hear: Hear, part: Part, *, deny: Callable[[], None] | None = None) -> None:
        """Hand messages on until the client goes. Raises Ended or BrokenError when the server ends it.

        `part` counts what has begun and not ended. Without `deny` a message over the limit ends the
        connection; it is called for one that is skipped.
        """
        self._hear, self._part, self._deny = hear, part, deny
        self._release()
        error = await self._end
        if error is not None:
            raise error

    async def say_goodbye(self, code: int, reason: bytes) -> None:
        """Close as the protocol wants it; return once the connection is gone."""
        self._is_over = True
        if not self._said_goodbye and not self._transport.is_closing():
            self._said_goodbye = True
            self._transport.write(pack_control(Opcode.CLOSE, code.to_bytes(2, "big") + reason))
        if self._waiting is not None:
            self._waiting.cancel()
        else:
            self._release()
        patience_s = BROKEN_TIMEOUT_S if self._is_broken else CLOSE_TIMEOUT_S
        late = self._loop.call_later(patience_s, self._transport.close)
        await self._gone.wait()
        late.cancel()

    def leave(self) -> None:
        """End without a word."""
        self._is_over = True
        self._transport.abort()

    def beat(self) -> None:
        """From time to time: a client that stays silent is asked whether it is there, then let go.

        A message that comes too slowly ends its connection; pings between its parts do not count.
        """
        self._look_at_message()
        if self._is_heard or self._waiting is not None:
            self._is_heard = self._is_asked = False
        elif not self._is_asked:
            self._is_asked = True
            self.send(_PING)
        elif not self._transport.get_write_buffer_size():  # slow_readers judges who has data to read
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        self._is_heard = True
        if self._is_broken:
            return
        self._framing.put(data)
        if self._holds:
            self._hold()
        else:
            self._read()
        self._count()

    def connection_lost(self, exc: Exception | None) -> None:
        self._finish(None)
        if self._waiting is not None:
            self._waiting.cancel()
        self._gone.set()
        self._before.connection_lost(exc)

    def pause_writing(self) -> None:
        self._before.pause_writing()

    def resume_writing(self) -> None:
        self._before.resume_writing()

    def feed_data(self, data: bytes) -> tuple[bool, bytes]:
        """From aiohttp: what has come behind the handshake."""
        self.data_received(data)
        return False, b""

    def feed_eof(self) -> None:
        """From aiohttp: the end, of which `connection_lost` tells too."""

    def _take_over(self, request: web.Request) -> None:
        own = self._transport.get_extra_info("socket")
        if own is not None:
            own.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, UNREAD_BYTES)
            own.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, UNSENT_BYTES)
        self._before = request.protocol
        self._transport.set_protocol(self)
        request.protocol.set_parser(self)  # type: ignore[arg-type]  # it calls the two methods above

    def _read(self) -> None:
        try:
            for _ in range(AT_ONCE):
                frame = self._next()
                if frame is None:
                    return
                wait_for = self._take(frame)
                if wait_for is not None:
                    self._hold()
                    self._waiting = self._loop.create_task(self._wait(wait_for))
                    return
            self._hold()
            self._backlog.ask(self._release)
        except BrokenError as error:
            self._is_broken = True
            self._finish(error)
        except Exception as error:  # noqa: BLE001 - raised where the connection is held
            self._finish(error)

    def _next(self) -> Frame | None:
        try:
            return self._framing.take()
        except TooLongError as error:
            if self._deny is None or error.size > LONGEST_SKIPPED:
                self.close(Close.MALFORMED, f"expected at most {self._max_message} bytes, got {error.size}")
            elif not self._is_over:
                self._deny()
            return Opcode.CONTINUATION, b"", error.size

    def _take(self, frame: Frame) -> Awaitable[None] | None:
        kind, content, size = frame
        if kind is Opcode.CLOSE:
            self._hear_goodbye(content)
            return None
        if self._is_over or self._hear is None:
            return None
        if kind is Opcode.BINARY:
            self._begun_at = None
            return self._hear(content, size)
        if kind is Opcode.TEXT:
            raise Ended(Close.MALFORMED, "expected a binary message, got text")
        if kind is Opcode.PING:
            self.send(pack_control(Opcode.PONG, content))
        return self._hear(None, size)

    def _count(self) -> None:
        """What is under way counts beyond what typing needs: a short message may come in two reads."""
        size = self._framing.unfinished
        if self._part is not None and not self._is_over and (size > FREE_BYTES or self._part.size):
            self._part.holds(size if size > FREE_BYTES else 0)
        if not self._framing.has_begun:
            self._begun_at = None
        elif self._begun_at is None:
            self._begun_at = self._loop.time()

    def _look_at_message(self) -> None:
        if self._begun_at is None or self._is_over:
            return
        now = self._loop.time()
        if self._holds:  # we do not read
            self._begun_at = now
        age_s = now - self._begun_at
        if age_s > min(self._patience_s + self._framing.unfinished / LEAST_BYTES_A_S, LONGEST_S):
            self.close(
                Close.TOO_SLOW, f"expected {LEAST_BYTES_A_S} bytes a second of a message, for {LONGEST_S} s"
            )

    async def _wait(self, for_: Awaitable[None]) -> None:
        try:
            await for_
        except Exception as error:  # noqa: BLE001 - as in `_read`
            self._finish(error)
        finally:
            self._waiting = None
            self._backlog.ask(self._release)

    def _hold(self) -> None:
        self._holds = True
        if not self._transport.is_closing():
            self._transport.pause_reading()

    def _release(self) -> None:
        self._holds = False
        self._read()
        self._count()
        if not self._holds and not self._transport.is_closing():
            self._transport.resume_reading()

    def _hear_goodbye(self, content: bytes) -> None:
        """The client closes, or agrees to the end."""
        closing_code(content)
        if not self._said_goodbye and not self._transport.is_closing():
            self._said_goodbye = True
            self._transport.write(pack_control(Opcode.CLOSE, content[:2]))
        self._finish(None)
        self._transport.close()

    def _finish(self, error: Exception | None) -> None:
        self._is_over = True
        self._framing.abandon()
        if self._part is not None:
            self._part.holds(0)
        if not self._end.done():
            self._end.set_result(error)
