"""The network between a browser and the server, which a test can cut, hold, slow down, stall, and mend."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

CHUNK_BYTES = 1 << 16


class Wire:
    """Listens on `port` and passes everything on to the server's port."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._up = asyncio.Event()
        self._down = asyncio.Event()
        self._up.set()
        self._down.set()
        self._whole = asyncio.Event()
        self._whole.set()
        self._answers = asyncio.Event()
        self._answers.set()
        # What a question waits for on its way to the server, in seconds.
        self.delay_s = 0.0
        self._stalled: asyncio.Event | None = None
        self._held: tuple[bytes, asyncio.Event] | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self.port = 0

    async def listen(self) -> None:
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        self.cut()
        self.release()
        if self._server is not None:
            self._server.close()

    def cut(self) -> None:
        """Every connection ends, and no new one is taken."""
        self._whole.clear()
        for writer in self._open:
            writer.transport.abort()

    def mend(self) -> None:
        self._whole.set()

    def hold(self) -> None:
        """Nothing arrives any more on either side, and nobody is told: a phone in a tunnel."""
        self._up.clear()
        self._down.clear()

    def hold_answers(self) -> None:
        """A websocket opens, but what the server then says does not arrive."""
        self._answers.clear()

    def hold_requests(self, of: bytes) -> None:
        """What asks for an address that says `of` waits, and all behind it on its connection."""
        self._held = of, asyncio.Event()

    def stall(self) -> None:
        """The first half of each page arrives, and the rest only once it is released."""
        self._stalled = asyncio.Event()

    def release(self) -> None:
        if self._stalled is not None:
            self._stalled.set()
            self._stalled = None
        if self._held is not None:
            self._held[1].set()
            self._held = None
        self._answers.set()
        self._up.set()
        self._down.set()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._whole.is_set():
            writer.transport.abort()
            return
        try:
            back, forth = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        if not self._whole.is_set():  # while the other half was being opened
            writer.transport.abort()
            forth.transport.abort()
            return
        self._open |= {writer, forth}
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._pass(reader, forth, self._up))
                tasks.create_task(self._pass(back, writer, self._down, is_answer=True))
        except* OSError:
            pass
        finally:
            self._open -= {writer, forth}
            writer.transport.abort()
            forth.transport.abort()

    async def _pass(
        self,
        source: asyncio.StreamReader,
        sink: asyncio.StreamWriter,
        may_pass: asyncio.Event,
        *,
        is_answer: bool = False,
    ) -> None:
        is_first = True
        while chunk := await source.read(CHUNK_BYTES):
            await may_pass.wait()
            if is_answer and is_first and chunk.startswith(b"HTTP/1.1 101"):
                head, _, chunk = chunk.partition(b"\r\n\r\n")
                sink.write(head + b"\r\n\r\n")
                await self._answers.wait()
            is_first = False
            if not is_answer and self._held is not None and self._held[0] in chunk.partition(b"\r\n")[0]:
                await self._held[1].wait()
            if not is_answer and self.delay_s:
                await asyncio.sleep(self.delay_s)
            if is_answer and self._stalled is not None and b"Content-Type: text/html" in chunk:
                half = len(chunk) // 2
                sink.write(chunk[:half])
                await sink.drain()
                chunk = chunk[half:]
                await self._stalled.wait()
            sink.write(chunk)
            await sink.drain()
        with suppress(OSError, RuntimeError):
            sink.write_eof()


@asynccontextmanager
async def wire_to(port: int) -> AsyncIterator[Wire]:
    wire = Wire(port)
    await wire.listen()
    try:
        yield wire
    finally:
        await wire.close()
