"""Printing for many: one note at a time in the caged worker, each text once, and a short queue."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable

from export.brief import Brief
from export.errors import Busy
from export.worker import Worker

_WAITING = 32
_KEPT_BYTES = 64 * 1024 * 1024


class Press:
    """The worker starts with the first note or with `ready`, and ends with `close`."""

    def __init__(self, start: Callable[[], Worker] = Worker) -> None:
        self._start = start
        self._worker: Worker | None = None
        self._one_at_a_time = asyncio.Lock()
        self._waiting = 0
        self._kept = _Kept(_KEPT_BYTES)

    async def pdf(self, brief: Brief) -> bytes:
        """The brief as a PDF. Raises ExportError."""
        return await self._print(("pdf", brief), lambda worker: worker.pdf(brief))

    async def html(self, brief: Brief) -> str:
        """The brief as the body of a page. Raises ExportError."""
        return (await self._print(("html", brief), lambda worker: worker.html(brief).encode())).decode()

    async def ready(self) -> None:
        """Wait until the print engine runs. Raises MissingLibrary or Failed."""
        await asyncio.to_thread(lambda: self._started().ready())

    async def close(self) -> None:
        if self._worker is not None:
            await asyncio.to_thread(self._worker.close)

    async def _print(self, key: tuple[str, Brief], work: Callable[[Worker], bytes]) -> bytes:
        if (printed := self._kept.get(key)) is not None:
            return printed
        if self._waiting >= _WAITING:
            raise Busy(self._waiting)
        self._waiting += 1
        try:
            async with self._one_at_a_time:
                # Another visitor may have printed the same text while this one waited.
                if (printed := self._kept.get(key)) is None:
                    printed = await asyncio.to_thread(lambda: work(self._started()))
                    self._kept.keep(key, printed)
                return printed
        finally:
            self._waiting -= 1

    def _started(self) -> Worker:
        if self._worker is None:
            self._worker = self._start()
        return self._worker


class _Kept:
    """The latest prints, up to so many bytes; a brief is its own key, so another text is another print."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._prints: OrderedDict[tuple[str, Brief], bytes] = OrderedDict()

    def get(self, key: tuple[str, Brief]) -> bytes | None:
        if key in self._prints:
            self._prints.move_to_end(key)
        return self._prints.get(key)

    def keep(self, key: tuple[str, Brief], printed: bytes) -> None:
        if len(printed) > self._most:
            return
        self._prints[key] = printed
        self._bytes += len(printed)
        while self._bytes > self._most:
            _, oldest = self._prints.popitem(last=False)
            self._bytes -= len(oldest)
