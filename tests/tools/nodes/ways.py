"""TCP proxy: a way between two programs of a cluster that can hang, be cut, be slow, and lead elsewhere."""

import asyncio
import socket
import struct
from collections.abc import Callable
from contextlib import suppress

_CHUNK_BYTES = 1 << 16


class Way:
    """Listens on `port` of loopback and passes on to the port `target`, which may change."""

    def __init__(self, target: int = 0) -> None:
        self.target = target
        self.port = 0
        self.delay_s = 0.0
        self._passes = asyncio.Event()
        self._passes.set()
        self._is_cut = False
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def listen(self) -> None:
        self._server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        self.reset()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def hang(self) -> None:
        """Nothing arrives any more and nobody is told; who comes is taken and hears nothing."""
        self._passes.clear()

    def cut(self) -> None:
        """Every connection is reset, and so is whoever comes."""
        self._is_cut = True
        self.reset()

    def mend(self, *, is_late: bool = False) -> None:
        """Who was left hanging is reset, as after a partition that lasted, or all of it arrives late."""
        if not (is_late or self._passes.is_set()):
            self.reset()
        self._is_cut = False
        self._passes.set()

    def reset(self) -> None:
        for writer in list(self._open):
            _reset(writer)
        self._open.clear()

    def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._lead(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self._open.add(writer)

    async def _lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far: asyncio.StreamWriter | None = None
        end: Callable[[asyncio.StreamWriter], None] = _reset
        try:
            await self._passes.wait()
            if self._is_cut or writer.transport.is_closing():
                return
            back, far = await asyncio.open_connection("127.0.0.1", self.target)
            self._open.add(far)
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._pass(reader, far))
                tasks.create_task(self._pass(back, writer))
            end = asyncio.StreamWriter.close
        except* (OSError, RuntimeError):
            pass
        finally:
            for side in (writer, far):
                if side is not None:
                    self._open.discard(side)
                    end(side)

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while chunk := await source.read(_CHUNK_BYTES):
            if self.delay_s:
                await asyncio.sleep(self.delay_s)
            await self._passes.wait()
            sink.write(chunk)
            await sink.drain()
        with suppress(OSError, RuntimeError):
            sink.write_eof()


def _reset(writer: asyncio.StreamWriter) -> None:
    """Both sides see a reset, and no orderly end."""
    line: socket.socket = writer.get_extra_info("socket")
    with suppress(OSError):
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
