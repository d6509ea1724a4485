"""Printing for many: one note at a time on paper, short and long ones on screen, and people by turns."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from aiohttp import web

from export.changes.counted import Counted, Leaf
from export.changes.told import Told
from export.errors import Busy, Failed, TooLong
from export.note.brief import Brief, read_brief
from export.paper.page_count import PageCount
from export.process.cancellation import Cancellation
from export.process.worker import Worker
from server.errors import BusyError, PreparingError
from server.jobs.asker import Asker
from server.jobs.lane import Lane
from server.paper.giving_way import GivingWay, Lookers
from server.paper.renderings import Renderings, StillWaitingError

Result = TypeVar("Result")

# About fifteen pages: a tenth of a second on screen, and a second where somebody means harm.
SHORT_CHARACTERS = 40_000
# Then a page says that it waits, and asks again by itself.
WAIT_S = 5.0
_MOST_PRINTS = 200
MOST_PAGES_OF_ONE = 20


class Press:
    """Its processes start with the first note or with `ready`, and end with `close`."""

    def __init__(self, start: Callable[[], Worker] = Worker) -> None:
        self._start = start
        self._starting = threading.Lock()
        self._worker: Worker | None = None
        self._is_closed = False
        self._paper = Lane("paper", most=_MOST_PRINTS)
        self._short = Lane("short", most_of_one=MOST_PAGES_OF_ONE)
        self._long = Lane("long", most_of_one=MOST_PAGES_OF_ONE)
        self._giving_way = GivingWay()
        self._prints = Renderings(self._print)
        self._pages = Renderings(self._page)
        self._leaves = Renderings(self._leaves_of)
        self._told = Renderings(self._told_of)

    async def read(self, markdown: str, *, printed_at: datetime, authors: tuple[str, ...] = ()) -> Brief:
        """What there is to print in a note, read beside the event loop. Raises BadCard."""
        return await asyncio.to_thread(partial(read_brief, markdown, printed_at=printed_at, authors=authors))

    async def pdf(self, brief: Brief, asker: Asker) -> bytes:
        """The brief as a PDF, when the asker's turn has come. Raises ExportError."""
        return (await self.printed(brief, asker)).pdf

    async def printed(self, brief: Brief, asker: Asker) -> "Printed":
        """The same, and how many pages it fills; proofs of the asker give way. Raises ExportError."""
        if (kept := self._prints.kept(brief)) is not None:
            return kept
        with self._giving_way.print(brief, asker):
            return await self._prints.ask(brief, asker)

    async def proofed(self, brief: Brief, asker: Asker, lookers: Lookers) -> "Printed":
        """The same as a proof: it gives way to prints of the only one who looks at it. Raises ExportError."""
        with self._giving_way.proof(brief, lookers):
            return await self._prints.ask(brief, asker)

    async def first_pages(self, brief: Brief, asker: Asker, lookers: Lookers) -> bytes:
        """The first pages of a proof of a long brief, as they will be, or nothing. Raises ExportError."""
        with self._giving_way.proof(brief, lookers):
            return await self._on_paper(
                brief, asker, lambda cancellation: self._started().first_pages(brief, cancellation)
            )

    @property
    def is_free(self) -> bool:
        """Whether nothing is being put on paper."""
        return self._paper.is_free

    def before(self, asker: Asker) -> int:
        """How many prints come before the one that was asked for last."""
        return self._paper.before(asker)

    async def html(self, brief: Brief, asker: Asker) -> str:
        """The brief as the body of a page, when the asker's turn has come. Raises ExportError, BusyError.

        What has changed since `previous`, its Markdown at another time, is marked.
        """
        if brief.previous:
            # Where the marks are too much, the text is shown without.
            with suppress(TooLong):
                return await self._html(brief, asker)
        return await self._html(replace(brief, previous=""), asker)

    async def leaves(self, brief: Brief, asker: Asker) -> tuple[Leaf, ...]:
        """The folded words of each passage of the brief, for a comparison. Raises as `html`."""
        try:
            return (await self._leaves.ask(replace(brief, previous=""), asker, WAIT_S)).passages
        except StillWaitingError:
            raise PreparingError from None
        except Busy:
            raise BusyError("pages_busy") from None

    async def counted(self, brief: Brief, asker: Asker) -> Counted:
        """How much has changed since `previous`, by all its words. Raises ExportError, BusyError."""
        try:
            if _is_short(brief):
                with suppress(TooLong):
                    return await self._short.do(lambda: self._started().short_counted(brief), asker)
            return await self._long.do(lambda: self._started().counted(brief), asker)
        except Busy:
            raise BusyError("pages_busy") from None

    async def told(self, brief: Brief, asker: Asker) -> tuple[Told, ...]:
        """What has changed since `previous`, in words. Raises as `html`."""
        try:
            return (await self._told.ask(brief, asker, WAIT_S)).changes
        except StillWaitingError:
            raise PreparingError from None
        except Busy:
            raise BusyError("pages_busy") from None

    async def ready(self) -> None:
        """Wait until the print engine runs. Raises MissingLibrary or Failed."""
        await asyncio.to_thread(lambda: self._started().ready())

    async def close(self) -> None:
        """End the processes, and with them what is being printed."""
        await asyncio.gather(
            *(kind.close() for kind in (self._prints, self._pages, self._leaves, self._told))
        )
        await asyncio.to_thread(self._end)

    async def _html(self, brief: Brief, asker: Asker) -> str:
        try:
            return (await self._pages.ask(brief, asker, WAIT_S)).decode()
        except StillWaitingError:
            raise PreparingError from None
        except Busy:
            raise BusyError("pages_busy") from None

    async def _print(self, brief: Brief, asker: Asker) -> "Printed":
        return Printed(
            *await self._on_paper(
                brief, asker, lambda cancellation: self._started().located_pdf(brief, cancellation)
            )
        )

    async def _on_paper(self, brief: Brief, asker: Asker, work: Callable[[Cancellation], Result]) -> Result:
        async def job(cancellation: Cancellation) -> Result:
            return await self._paper.do(lambda: work(cancellation), asker, cancellation.cancel)

        return await self._giving_way.run(brief, job)

    async def _page(self, brief: Brief, asker: Asker) -> bytes:
        """A short text that takes long all the same waits for its turn once more, among the long ones."""
        if _is_short(brief):
            with suppress(TooLong):
                return (await self._short.do(lambda: self._started().short_html(brief), asker)).encode()
        return (await self._long.do(lambda: self._started().html(brief), asker)).encode()

    async def _leaves_of(self, brief: Brief, asker: Asker) -> "Leaves":
        if len(brief.body) <= SHORT_CHARACTERS:
            with suppress(TooLong):
                return Leaves(await self._short.do(lambda: self._started().short_leaves(brief), asker))
        return Leaves(await self._long.do(lambda: self._started().leaves(brief), asker))

    async def _told_of(self, brief: Brief, asker: Asker) -> "ToldChanges":
        if _is_short(brief):
            with suppress(TooLong):
                return ToldChanges(await self._short.do(lambda: self._started().short_told(brief), asker))
        return ToldChanges(await self._long.do(lambda: self._started().told(brief), asker))

    def _end(self) -> None:
        """Nothing starts afterwards: the thread of a request that was let go may come this late."""
        with self._starting:
            self._is_closed = True
        if self._worker is not None:
            self._worker.close()
        for lane in (self._paper, self._short, self._long):
            lane.close()

    def _started(self) -> Worker:
        with self._starting:
            if self._is_closed:
                raise Failed("the printer is closed")
            if self._worker is None:
                self._worker = self._start()
            return self._worker


def _is_short(brief: Brief) -> bool:
    return max(len(brief.body), len(brief.previous)) <= SHORT_CHARACTERS


PRESS = web.AppKey("press", Press)


@dataclass(frozen=True, slots=True)
class Printed:
    """A note on paper. `words` are the boxes of its words, packed."""

    extent: PageCount
    words: bytes
    pdf: bytes

    def __len__(self) -> int:
        return len(self.words) + len(self.pdf)


@dataclass(frozen=True, slots=True)
class Leaves:
    """The folded words of each passage of a note. Its length is about its bytes in memory."""

    passages: tuple[Leaf, ...]

    def __len__(self) -> int:
        return sum(120 + 2 * len(passage.key) for passage in self.passages)


@dataclass(frozen=True, slots=True)
class ToldChanges:
    """What has changed in a note, in words. Its length is about its bytes in memory."""

    changes: tuple[Told, ...]

    def __len__(self) -> int:
        words = (said for one in self.changes for part in one.parts for _, said in part)
        return sum(200 + 2 * len(said) for said in words) + 200 * len(self.changes)
