"""Splice: a browser's socket and one of the owner's, joined byte by byte, without a queue of our own."""

import asyncio
import socket
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, cast

from aiohttp import web
from multidict import CIMultiDict
from yarl import URL

from server.nodes.impatience import make_impatient

CONNECT_S: Final = 1.0
ANSWER_S: Final = 3.0
# A reader that is slower than its note makes the owner's outbox grow, which knows what to do.
WAITING_BYTES: Final = 64 * 1024
_HEAD_BYTES: Final = 16 * 1024
_END: Final = b"\r\n\r\n"
_SWITCHED: Final = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"


class Head(NamedTuple):
    """Status and headers of an answer."""

    status: int
    headers: CIMultiDict[str]


class Pipe(asyncio.Protocol):
    """One half: that of another node."""

    is_far = True

    def __init__(self) -> None:
        self.other: Pipe | None = None
        self.early = b""
        self.transport: asyncio.Transport | None = None
        self._is_paused = False
        self._loop = asyncio.get_running_loop()
        self._news: asyncio.Future[None] = self._loop.create_future()
        self.gone: asyncio.Future[None] = self._loop.create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is none by its class
        self.transport.set_write_buffer_limits(high=WAITING_BYTES)
        own = transport.get_extra_info("socket")
        if own is not None and own.family in {socket.AF_INET, socket.AF_INET6}:
            own.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.is_far:
                make_impatient(own)

    def data_received(self, data: bytes) -> None:
        if self.other is not None and self.other.transport is not None:
            self.other.transport.write(data)
            return
        self.early += data
        self._tell()

    def connection_lost(self, exc: Exception | None) -> None:
        self._tell()
        if not self.gone.done():
            self.gone.set_result(None)
        other = self.other.transport if self.other is not None else None
        if other is not None and not other.is_closing():
            if exc is None:
                other.close()
            else:
                other.abort()

    def pause_writing(self) -> None:
        """What this half is written to is full: the other one reads no more."""
        other = self.other.transport if self.other is not None else None
        if other is not None and not other.is_closing():
            other.pause_reading()

    def resume_writing(self) -> None:
        other = self.other.transport if self.other is not None else None
        if other is not None and not other.is_closing():
            other.resume_reading()

    def abort(self) -> None:
        if self.transport is not None:
            self.transport.abort()

    async def head(self) -> Head:
        """That of the answer, once it is here; what came behind it stays. Raises ConnectionError."""
        while _END not in self.early:
            if self.gone.done() or len(self.early) > _HEAD_BYTES:
                raise ConnectionResetError("the owner gave no answer")
            await self._more()
        head, _, self.early = self.early.partition(_END)
        first, *lines = head.decode("utf-8", "surrogateescape").split("\r\n")
        version, _, rest = first.partition(" ")
        if not version.startswith("HTTP/1.") or not rest[:3].isdecimal():
            raise ConnectionResetError("what answered is no HTTP")
        headers = CIMultiDict(
            (name.strip(), value.strip()) for name, _, value in (x.partition(":") for x in lines)
        )
        return Head(int(rest[:3]), headers)

    async def body(self, most: int) -> bytes:
        """What comes behind the head until the other end closes. Raises ConnectionError for more."""
        while not self.gone.done():
            if len(self.early) > most:
                raise ConnectionResetError("the owner answered more than it may")
            await self._more()
        return self.early

    async def _more(self) -> None:
        self._news = self._loop.create_future()
        await self._news

    def join(self, other: "Pipe") -> None:
        """From now on all goes across, what has come already first."""
        self.other, other.other = other, self
        for one in (self, other):
            early, one.early = one.early, b""
            if early:
                one.data_received(early)

    def _tell(self) -> None:
        if not self._news.done():
            self._news.set_result(None)


class NearPipe(Pipe):
    """The browser's half, taken over from aiohttp."""

    is_far = False

    def __init__(self, request: web.Request) -> None:
        super().__init__()
        self._before = request.protocol

    def take_over(self, request: web.Request, headers: Iterable[Sequence[str]]) -> None:
        """Answer the handshake as the owner did. Raises ConnectionResetError when the browser has left."""
        if request.transport is None or request.transport.is_closing():
            raise ConnectionResetError("the client left during the handshake")
        self.connection_made(request.transport)
        request.transport.set_protocol(self)
        self._before.set_parser(self)  # type: ignore[arg-type]  # it calls the two methods below
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
        request.transport.write(f"{_SWITCHED}{lines}\r\n".encode("utf-8", "surrogateescape"))

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._before.connection_lost(exc)

    def feed_data(self, data: bytes) -> tuple[bool, bytes]:
        """From aiohttp: what has come behind the handshake."""
        self.data_received(data)
        return False, b""

    def feed_eof(self) -> None:
        """From aiohttp: the end, of which `connection_lost` tells too."""


async def reach(url: str, head: bytes) -> Pipe:
    """A connection to another node on which `head` has been said. Raises OSError, TimeoutError."""
    address = URL(url)
    host, port = address.host or "", address.port or 0
    async with asyncio.timeout(CONNECT_S):
        _, pipe = await asyncio.get_running_loop().create_connection(
            Pipe, host, port, ssl=True if address.scheme == "https" else None
        )
    if pipe.transport is None:
        raise ConnectionResetError("the owner closed at once")
    pipe.transport.write(head)
    return pipe
