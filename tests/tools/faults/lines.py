"""Websockets by the thousand: a client that costs little, knows only this wire, and can behave badly."""

import asyncio
import resource
from collections.abc import Callable, Iterable
from typing import Final, Self, cast
from urllib.parse import urlsplit

from crdt import frames
from crdt.update import read_update
from crdt.varint import Reader
from tests.yjs import STRING, block, update

_STEP_2: Final = b"\x00\x01\x02\x00\x00"
_BINARY, _CLOSE, _PING, _PONG = 2, 8, 9, 10
PATIENCE_S: Final = 120


class Line(asyncio.Protocol):
    """One connection. `heard(client, start, end)` is told of each run of letters that comes from others.

    `headers` are lines of its request; `writes` makes a message that goes out before all else.
    """

    def __init__(
        self,
        path: str,
        heard: Callable[[int, int, int], None] | None = None,
        *,
        headers: str = "",
        writes: Callable[[], bytes] | None = None,
    ) -> None:
        self.path = path
        self.headers = headers
        self.writes = writes
        self.heard = heard
        self.client = 0
        self.clock = 0
        self.sent = 0
        self.acknowledged = 0
        self.code: int | None = None
        self.is_over = asyncio.Event()
        self.synced: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport | None = None
        self._buffer = b""
        self._is_open = False

    @classmethod
    async def open(
        cls,
        url: str,
        heard: Callable[[int, int, int], None] | None = None,
        *,
        headers: str = "",
        writes: Callable[[], bytes] | None = None,
    ) -> Self:
        """A line on which the note has come. Raises ConnectionError."""
        parts = urlsplit(url)
        line = cls(parts.path, heard, headers=headers, writes=writes)
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: line, str(parts.hostname), int(parts.port or 80))
        async with asyncio.timeout(PATIENCE_S):
            await line.synced
        return line

    def types(self, client: int) -> int:
        """One letter after the last one, under a client id of this line's own; its clock."""
        clock, self.client = self.clock, client
        self.clock += 1
        self.sent += 1
        self.send(letter(client, clock))
        return clock

    def send(self, message: bytes) -> None:
        self.write(frame_of(message))

    def write(self, packed: bytes) -> None:
        """Frames, and what is none; nothing on a line that has ended."""
        assert self.transport is not None
        if not self.transport.is_closing():
            self.transport.write(packed)

    def never_reads(self) -> None:
        assert self.transport is not None
        self.transport.pause_reading()

    def close(self) -> None:
        assert self.transport is not None
        self.transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's is none by its class.
        self.transport = transport = cast("asyncio.Transport", transport)
        transport.write(
            f"GET {self.path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
            f"{self.headers}Sec-WebSocket-Protocol: {frames.SUBPROTOCOL}\r\n\r\n".encode()
        )

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's name
        self.is_over.set()
        if not self.synced.done():
            self.synced.set_exception(ConnectionError(f"closed with {self.code} before the note came"))

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer + data if self._buffer else data
        at = 0
        if not self._is_open:
            end = buffer.find(b"\r\n\r\n")
            if end < 0:
                self._buffer = buffer
                return
            if not buffer.startswith(b"HTTP/1.1 101"):
                self.close()
                return
            self._is_open, at = True, end + 4
            if self.writes is not None:
                self.send(self.writes())
            self.send(frames.step_1(b"\x00"))
        for kind, start, stop in frames_in(buffer, at):
            self._take(kind, buffer[start:stop])
            at = stop
        self._buffer = buffer[at:]

    def _take(self, kind: int, content: bytes) -> None:
        assert self.transport is not None
        if kind == _PING:
            self.transport.write(bytes((0x80 | _PONG, 0x80 | len(content))) + b"\0\0\0\0" + content)
        elif kind == _CLOSE:
            self.code = int.from_bytes(content[:2], "big")
            self.transport.write(bytes((0x80 | _CLOSE, 0x82)) + b"\0\0\0\0" + content[:2])
        elif content[0] == 4:
            self.acknowledged = Reader(content, 1).varint()
        elif content[:2] == b"\x00\x00":
            self.sent += 1
            self.send(_STEP_2)
        elif content[:2] == b"\x00\x01" and not self.synced.done():
            self.synced.set_result(None)
        elif content[0] == 0 and self.heard is not None:
            for section in read_update(Reader(content, 2).buffer()).sections:
                self.heard(section.client, section.start, section.end)


def letter(client: int, clock: int) -> bytes:
    """The message that writes a letter after the last one of the same client id."""
    left = (client, clock - 1) if clock else None
    return frames.update(update([(client, clock, [block(STRING, "x", left)])]))


def frame_of(message: bytes) -> bytes:
    """A client's frame, with the mask that changes nothing."""
    size = len(message)
    if size < 126:
        head = bytes((0x82, 0x80 | size))
    elif size < 1 << 16:
        head = b"\x82\xfe" + size.to_bytes(2, "big")
    else:
        head = b"\x82\xff" + size.to_bytes(8, "big")
    return head + bytes(4) + message


def frames_in(buffer: bytes, at: int) -> Iterable[tuple[int, int, int]]:
    """The whole frames of a server: kind, start and end of the content."""
    end = len(buffer)
    while end - at >= 2:
        size, start = buffer[at + 1] & 0x7F, at + 2
        if size == 126:
            start = at + 4
            size = int.from_bytes(buffer[at + 2 : start], "big")
        elif size == 127:
            start = at + 10
            size = int.from_bytes(buffer[at + 2 : start], "big")
        if end < start or end - start < size:
            return
        yield buffer[at] & 0x0F, start, start + size
        at = start + size


async def all_of(opening: Iterable[Callable[[], object]], *, at_once: int) -> list[object]:
    """Await what each of these begins, so many at a time; an exception is a result."""
    turn = asyncio.Semaphore(at_once)

    async def one(begin: Callable[[], object]) -> object:
        async with turn:
            try:
                return await begin()  # type: ignore[misc]
            except (ConnectionError, TimeoutError, OSError) as error:
                return error

    return list(await asyncio.gather(*map(one, opening)))


def allow_many_files() -> None:
    """As many descriptors as this user may have, also for the servers that are started from here."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
