"""Printing for many: one note at a time on paper and one on screen, each text once, and short queues."""

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from functools import partial

from export.brief import Brief, read_brief
from export.errors import Busy
from export.worker import Worker

_WAITING = 32
_KEPT_BYTES = 32 * 1024 * 1024


class Press:
    """Its processes start with the first note or with `ready`, and end with `close`."""

    def __init__(self, start: Callable[[], Worker] = Worker) -> None:
        self._start = start
        self._starting = threading.Lock()
        self._worker: Worker | None = None
        self._paper = _Queue(lambda brief: self._started().pdf(brief))
        self._screen = _Queue(lambda brief: self._started().html(brief).encode())

    async def read(self, markdown: str, *, printed_at: datetime, authors: tuple[str, ...] = ()) -> Brief:
        """What there is to print in a note, read beside the event loop. Raises BadCard."""
        return await asyncio.to_thread(partial(read_brief, markdown, printed_at=printed_at, authors=authors))

    async def pdf(self, brief: Brief) -> bytes:
        """The brief as a PDF. Raises ExportError."""
        return await self._paper.ask(brief)

    async def html(self, brief: Brief) -> str:
        """The brief as the body of a page. Raises ExportError."""
        return (await self._screen.ask(brief)).decode()

    async def ready(self) -> None:
        """Wait until the print engine runs. Raises MissingLibrary or Failed."""
        await asyncio.to_thread(lambda: self._started().ready())

    async def close(self) -> None:
        if self._worker is not None:
            await asyncio.to_thread(self._worker.close)

    def _started(self) -> Worker:
        with self._starting:
            if self._worker is None:
                self._worker = self._start()
            return self._worker


class _Queue:
    """Who waits for one kind of print. A thread is taken only by the one whose turn it is."""

    def __init__(self, work: Callable[[Brief], bytes]) -> None:
        self._work = work
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._kept = _Kept(_KEPT_BYTES)

    async def ask(self, brief: Brief) -> bytes:
        if (printed := self._kept.get(brief)) is not None:
            return printed
        if self._waiting >= _WAITING:
            raise Busy(self._waiting)
        self._waiting += 1
        try:
            async with self._turn:
                # Another visitor may have printed the same text while this one waited.
                if (printed := self._kept.get(brief)) is None:
                    printed = await asyncio.to_thread(self._work, brief)
                    self._kept.keep(brief, printed)
                return printed
        finally:
            self._waiting -= 1


class _Kept:
    """The latest prints, up to so many bytes; a brief is its own key, so another text is another print."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._prints: OrderedDict[Brief, bytes] = OrderedDict()

    def get(self, brief: Brief) -> bytes | None:
        if brief in self._prints:
            self._prints.move_to_end(brief)
        return self._prints.get(brief)

    def keep(self, brief: Brief, printed: bytes) -> None:
        size = len(printed) + len(brief.body)
        if size > self._most:
            return
        self._prints[brief] = printed
        self._bytes += size
        while self._bytes > self._most:
            oldest, dropped = self._prints.popitem(last=False)
            self._bytes -= len(dropped) + len(oldest.body)
