"""A network that lets no websocket through, as those of some offices, hotels and trains."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import StrEnum

CHUNK_BYTES = 1 << 16
HEAD_BYTES = 1 << 16
FORBIDDEN = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 9\r\nConnection: close\r\n\r\nForbidden"


class Manner(StrEnum):
    """What becomes of a websocket."""

    REFUSES = "answers 403"
    IGNORES = "takes it and never answers"
    KEEPS = "answers 403, and keeps what an answer says until it has ended"
    CUTS = "answers 403, and lets no answer last longer than a second"
    YIELDS = "answers 403 to the first two, then lets all pass"


class Narrow:
    """An HTTP proxy on `port` before the server's port; it counts what was asked for."""

    def __init__(self, target: int, manner: Manner) -> None:
        self._target = target
        self._manner = manner
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()
        self._begun_at = 0.0
        self.port = 0
        self.upgrades = 0
        self.sockets = 0
        self.sessions = 0
        self.streams = 0
        self.polls = 0
        self.chosen_after_s = 0.0

    async def listen(self) -> None:
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", 0, limit=HEAD_BYTES)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await self._exchange(reader, writer)
        finally:
            self._open.discard(task)
            writer.transport.abort()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass one request and its answer on, by a connection of its own."""
        head = await reader.readuntil(b"\r\n\r\n")
        fields = _fields(head)
        is_upgrade = fields.get("upgrade", "").lower() == "websocket"
        if is_upgrade and not await self._lets_through(reader, writer):
            return
        self._count(head)
        back, forth = await asyncio.open_connection("127.0.0.1", self._target)
        try:
            if is_upgrade:
                forth.write(head)
                await asyncio.gather(_pass(reader, forth), _pass(back, writer))
                return
            lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
            body = await reader.readexactly(int(fields.get("content-length", "0")))
            forth.write(b"\r\n".join([lines[0], b"Connection: close", *lines[1:]]) + body)
            with suppress(TimeoutError):
                async with asyncio.timeout(1 if self._manner is Manner.CUTS else None):
                    await self._answer(back, reader, writer)
        finally:
            forth.transport.abort()

    async def _lets_through(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Whether a websocket passes; else it has got its answer."""
        self.upgrades += 1
        self._begun_at = self._begun_at or time.monotonic()
        if self._manner is Manner.YIELDS and self.upgrades > 2:
            self.sockets += 1
            return True
        if self._manner is Manner.IGNORES:
            await reader.read()
        writer.write(FORBIDDEN)
        await writer.drain()
        writer.write_eof()
        return False

    def _count(self, head: bytes) -> None:
        method, target, _ = head.split(b" ", 2)
        if method == b"POST" and target.endswith(b"/http?epoch=1"):
            self.sessions += 1
            self.chosen_after_s = self.chosen_after_s or time.monotonic() - self._begun_at
        if method == b"GET" and b"/http?session" in target:
            self.polls += b"&wait=" in target
            self.streams += b"&wait=" not in target

    async def _answer(
        self, back: asyncio.StreamReader, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Until either side has no more to say; a browser that leaves ends the answer too."""
        leaving = asyncio.create_task(reader.read(1))
        try:
            kept = b""
            while chunk := await self._next(back, leaving):
                if self._manner is Manner.KEEPS:
                    kept += chunk
                    continue
                writer.write(chunk)
                await writer.drain()
            writer.write(kept)
            await writer.drain()
            writer.write_eof()
        finally:
            leaving.cancel()

    async def _next(self, back: asyncio.StreamReader, leaving: asyncio.Task[bytes]) -> bytes:
        reading = asyncio.create_task(back.read(CHUNK_BYTES))
        await asyncio.wait({reading, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if reading.done():
            return reading.result()
        reading.cancel()
        return b""


async def _pass(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    while chunk := await source.read(CHUNK_BYTES):
        sink.write(chunk)
        await sink.drain()
    sink.transport.abort()


def _fields(head: bytes) -> dict[str, str]:
    lines = head.decode("latin-1").split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines if line)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


@asynccontextmanager
async def narrow(port: int, manner: Manner) -> AsyncIterator[Narrow]:
    network = Narrow(port, manner)
    await network.listen()
    try:
        yield network
    finally:
        await network.close()
