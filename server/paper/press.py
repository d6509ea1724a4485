"""Printing for many: one note at a time on paper and one on screen, each text once, and people by turns."""

import asyncio
import threading
from collections.abc import Callable, Sized
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Generic, TypeVar

from aiohttp import web

from export.errors import Failed
from export.note.brief import Brief, read_brief
from export.paper.page_count import PageCount
from export.process.worker import Worker
from server.jobs.fair_queue import FairQueue
from server.jobs.lru_cache import LruCache

_KEPT_BYTES = 32 * 1024 * 1024

Work = TypeVar("Work", bound=Sized)


class Press:
    """Its processes start with the first note or with `ready`, and end with `close`."""

    def __init__(self, start: Callable[[], Worker] = Worker) -> None:
        self._start = start
        self._starting = threading.Lock()
        self._worker: Worker | None = None
        self._is_closed = False
        self._paper = _Queue(lambda brief: Printed(*self._started().measured_pdf(brief)))
        self._screen = _Queue(lambda brief: self._started().html(brief).encode())

    async def read(self, markdown: str, *, printed_at: datetime, authors: tuple[str, ...] = ()) -> Brief:
        """What there is to print in a note, read beside the event loop. Raises BadCard."""
        return await asyncio.to_thread(partial(read_brief, markdown, printed_at=printed_at, authors=authors))

    async def pdf(self, brief: Brief, who: str) -> bytes:
        """The brief as a PDF, when the turn of `who` has come. Raises ExportError."""
        return (await self.printed(brief, who)).pdf

    async def printed(self, brief: Brief, who: str) -> "Printed":
        """The same, and how many pages it fills. Raises ExportError."""
        return await self._paper.ask(brief, who)

    @property
    def is_free(self) -> bool:
        """Whether nothing is being put on paper."""
        return self._paper.is_free

    def before(self, who: str) -> int:
        """How many prints come before the one that `who` asked for last."""
        return self._paper.before(who)

    async def html(self, brief: Brief, who: str) -> str:
        """The brief as the body of a page, when the turn of `who` has come. Raises ExportError."""
        return (await self._screen.ask(brief, who)).decode()

    async def ready(self) -> None:
        """Wait until the print engine runs. Raises MissingLibrary or Failed."""
        await asyncio.to_thread(lambda: self._started().ready())

    async def close(self) -> None:
        """End the processes, and with them what is being printed."""
        await asyncio.to_thread(self._end)

    def _end(self) -> None:
        """Nothing starts afterwards: the thread of a request that was let go may come this late."""
        with self._starting:
            self._is_closed = True
        if self._worker is not None:
            self._worker.close()

    def _started(self) -> Worker:
        with self._starting:
            if self._is_closed:
                raise Failed("the printer is closed")
            if self._worker is None:
                self._worker = self._start()
            return self._worker


PRESS = web.AppKey("press", Press)


@dataclass(frozen=True, slots=True)
class Printed:
    """A note on paper."""

    extent: PageCount
    pdf: bytes

    def __len__(self) -> int:
        return len(self.pdf)


class _Queue(Generic[Work]):
    """Who waits for one kind of print. A thread is taken only by the one whose turn it is."""

    def __init__(self, work: Callable[[Brief], Work]) -> None:
        self._work = work
        self._turns = FairQueue()
        self._kept: LruCache[Work] = LruCache(_KEPT_BYTES, len)

    @property
    def is_free(self) -> bool:
        return self._turns.is_free

    def before(self, who: str) -> int:
        return self._turns.before(who)

    async def ask(self, brief: Brief, who: str) -> Work:
        if (printed := self._kept.get(brief)) is not None:
            return printed
        async with self._turns.turn(who):
            # Another visitor may have printed the same text while this one waited.
            if (printed := self._kept.get(brief)) is None:
                printed = await asyncio.to_thread(self._work, brief)
                self._kept.keep(brief, printed)
            return printed
