"""Printing pochettes: notes side by side and each only once, then bound; what was begun goes on."""

import asyncio
import hashlib
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial

import structlog
from aiohttp import web

from export.errors import Busy, ExportError, Failed, TooLong, TooMuch
from export.folder.folder import Folder, Note, Numbering, counted_from, numbering, with_page_numbers
from export.folder.serialize import (
    Printed,
    bind_job,
    bound,
    news_job,
    note_job,
    picture_job,
    printed,
    read_news,
)
from export.note.brief import Brief
from export.note.news import News, State
from export.process.host import ChildHost, Limits
from server.jobs.asker import Asker
from server.jobs.lane import Lane
from server.jobs.lru_cache import LruCache
from server.visitors.askers import asker_of

_log = structlog.get_logger(__name__)

_MOST_LANES = 3
_MOST_RUNNING = 36
_MOST_OF_A_NETWORK = 12
_KEPT_NOTES = 96 * 1024 * 1024
_KEPT_FOLDERS = 64 * 1024 * 1024
_KEPT_NEWS = 2 * 1024 * 1024
_KEPT_PICTURES = 16 * 1024 * 1024
# Page numbers in links may move a line, and that line a page; after so many rounds it is good enough.
_ROUNDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A printed pochette, and where everything is in it; `words` are those of each note, packed."""

    pdf: bytes
    numbers: Numbering
    pages: tuple[int, ...]
    words: tuple[bytes, ...]

    def __len__(self) -> int:
        return len(self.pdf) + sum(map(len, self.words))


class Printing:
    """One pochette on its way: how many pages each note has, as far as is known, and how many it rendered."""

    def __init__(self, key: str, notes: int) -> None:
        self.key = key
        self.pages: list[int | None] = [None] * notes
        self.rendered = 0
        self.bound: Bound | None = None
        self.failure: tuple[int | None, ExportError] | None = None
        self._changed = asyncio.Event()

    @property
    def done(self) -> int:
        return sum(pages is not None for pages in self.pages)

    @property
    def is_over(self) -> bool:
        return self.bound is not None or self.failure is not None

    async def moved(self) -> None:
        """Wait until more is known."""
        if not self.is_over:
            await self._changed.wait()

    async def result(self) -> Bound:
        """The whole. Raises ExportError."""
        while not self.is_over:
            await self._changed.wait()
        if self.failure is not None:
            raise self.failure[1]
        assert self.bound is not None, "it is over, and did not fail"  # noqa: S101
        return self.bound

    def told(self) -> None:
        """Wake the requests that wait for progress."""
        self._changed.set()
        self._changed = asyncio.Event()


class Bindery:
    """Its processes start with the first pochette, and end with `close`."""

    def __init__(self, start: Callable[[], ChildHost] | None = None, lanes: int | None = None) -> None:
        self._start = start or (lambda: ChildHost("folder", Limits()))
        self._count = lanes or min(_MOST_LANES, os.cpu_count() or 1)
        self._lane = Lane("folder", self._count)
        self._starting = threading.Lock()
        self._is_closed = False
        self._hosts: list[ChildHost] = []
        self._free: list[ChildHost] = []
        self._running: dict[str, tuple[Printing, asyncio.Task[None], str]] = {}
        self._notes: LruCache[Printed] = LruCache(_KEPT_NOTES, lambda note: len(note.pdf) + len(note.words))
        self._compared_notes: LruCache[News] = LruCache(_KEPT_NEWS, len)
        self._folders: LruCache[Bound] = LruCache(_KEPT_FOLDERS, len)
        self._pictures: LruCache[bytes] = LruCache(_KEPT_PICTURES, len)

    def begin(self, folder: Folder, asker: Asker) -> Printing:
        """Print the pochette by the asker's turns, or join a running print. It goes on without waiters.

        Raises Busy.
        """
        key = _key_of(folder)
        if key in self._running:
            return self._running[key][0]
        printing = Printing(key, len(folder.notes))
        if (kept := self._folders.get(key)) is not None:
            printing.bound = kept
            printing.pages = list(kept.pages)
            return printing
        of_network = sum(network == asker.path[0] for *_, network in self._running.values())
        if len(self._running) >= _MOST_RUNNING or of_network >= _MOST_OF_A_NETWORK:
            raise Busy(len(self._running))
        task = asyncio.create_task(self._print(printing, folder, asker))
        self._running[key] = (printing, task, asker.path[0])
        task.add_done_callback(lambda _: self._running.pop(key, None))
        return printing

    async def picture(self, whole: Bound, number: int, width: int, asker: Asker) -> bytes:
        """Page `number` as a PNG, when the asker's turn has come. Raises ExportError."""
        key = f"{hashlib.sha256(whole.pdf).hexdigest()} {number} {width}"
        if (kept := self._pictures.get(key)) is None:
            kept = await self._ask(picture_job(whole.pdf, number, width), asker)
            self._pictures.keep(key, kept)
        return kept

    async def close(self) -> None:
        """End what is being printed, and the processes."""
        tasks = [task for _, task, _ in self._running.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with self._starting:
            self._is_closed = True
        await asyncio.gather(*(asyncio.to_thread(host.close) for host in self._hosts))
        await asyncio.to_thread(self._lane.close)

    async def _print(self, printing: Printing, folder: Folder, asker: Asker) -> None:
        try:
            printing.bound = await self._bind(printing, folder, asker)
            self._folders.keep(printing.key, printing.bound)
        except _NoteError as error:
            printing.failure = (error.index, error.why)
        except ExportError as error:
            printing.failure = (None, error)
        except Exception:  # noqa: BLE001 -- the waiting requests get it
            _log.exception("a pochette could not be printed")
            printing.failure = (None, Failed("the pochette could not be bound"))
        finally:
            if not printing.is_over:
                printing.failure = (None, Failed("the printer was closed"))
            printing.told()

    async def _bind(self, printing: Printing, folder: Folder, asker: Asker) -> Bound:
        """Notes, then where they begin, then again those that name a page which has moved."""
        folder = await self._compared(folder, asker)
        front = folder.has_cover + folder.has_contents + (folder.earlier is not None)
        starts = numbering(front, [1] * len(folder.notes), is_two_sided=folder.is_two_sided).starts
        for is_last in (*[False] * (_ROUNDS - 1), True):
            briefs = _linked(folder, starts)
            notes = await self._print_notes(printing, folder, briefs, asker)
            pages = tuple(note.pages for note in notes)
            there = numbering(front, pages, is_two_sided=folder.is_two_sided).starts
            if _linked(folder, there) != briefs and not is_last:
                starts = there
                continue
            numbers, pdf = bound(await self._ask(bind_job(folder, notes, front), asker))
            words = tuple(note.words for note in notes)
            whole = Bound(pdf=pdf, numbers=numbers, pages=pages, words=words)
            if is_last or _linked(folder, numbers.starts) == briefs:
                return whole
            front, starts = numbers.front, numbers.starts
        raise AssertionError("the last round returns")

    async def _compared(self, folder: Folder, asker: Asker) -> Folder:
        """Each note that changed since the recipient's last edition with what is new in it."""
        if (earlier := folder.earlier) is None:
            return folder
        turns = asyncio.Semaphore(self._count)

        async def one(note: Note, news: News) -> News:
            async with turns:
                return news if news.is_compared else await self._news(note.brief, news.before, asker)

        async with asyncio.TaskGroup() as group:
            pairs = zip(folder.notes, earlier.notes, strict=True)
            tasks = [group.create_task(one(note, news)) for note, news in pairs]
        return replace(folder, earlier=replace(earlier, notes=tuple(task.result() for task in tasks)))

    async def _news(self, brief: Brief, before: str, asker: Asker) -> News:
        """What takes too long to compare has changed, and no passage of it is named."""
        job = news_job(before, brief)
        key = hashlib.sha256(job).hexdigest()
        if (kept := self._compared_notes.get(key)) is None:
            try:
                kept = read_news(await self._ask(job, asker))
            except (TooLong, TooMuch):
                return News(state=State.REWRITTEN)
            self._compared_notes.keep(key, kept)
        return kept

    async def _print_notes(
        self, printing: Printing, folder: Folder, briefs: Sequence[Brief], asker: Asker
    ) -> list[Printed]:
        # As many at once as there are processes: a later print waits for one note, not for all.
        turns = asyncio.Semaphore(self._count)

        async def one(index: int, brief: Brief) -> Printed:
            async with turns:
                try:
                    note = await self._print_note(printing, brief, folder.notes[index].colour, asker)
                except ExportError as error:
                    raise _NoteError(index, error) from error
            printing.pages[index] = note.pages
            printing.told()
            return note

        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(one(index, brief)) for index, brief in enumerate(briefs)]
        except* _NoteError as errors:
            raise errors.exceptions[0] from None
        return [task.result() for task in tasks]

    async def _print_note(self, printing: Printing, brief: Brief, colour: int, asker: Asker) -> Printed:
        job = note_job(brief, colour)
        key = hashlib.sha256(job).hexdigest()
        if (kept := self._notes.get(key)) is None:
            printing.rendered += 1
            kept = printed(await self._ask(job, asker))
            self._notes.keep(key, kept)
        return kept

    async def _ask(self, job: bytes, asker: Asker) -> bytes:
        return await self._lane.do(partial(self._ask_host, job), asker)

    def _ask_host(self, job: bytes) -> bytes:
        """In a thread of the lane, which has as many as there are hosts."""
        with self._starting:
            if self._is_closed:
                raise Failed("the printer is closed")
            if not self._free and len(self._hosts) < self._count:
                self._hosts.append(self._start())
                self._free.append(self._hosts[-1])
            host = self._free.pop()
        try:
            return host.ask(job)
        finally:
            self._free.append(host)


BINDERY = web.AppKey("bindery", Bindery)


async def bind(request: web.Request, folder: Folder) -> Printing:
    """Print a pochette by the turns of who asks for it. Raises Busy."""
    return request.app[BINDERY].begin(folder, await asker_of(request))


class _NoteError(Exception):
    """Which note could not be printed, and why."""

    def __init__(self, index: int, why: ExportError) -> None:
        super().__init__(str(why))
        self.index = index
        self.why = why


def _linked(folder: Folder, starts: Sequence[int]) -> list[Brief]:
    return [
        counted_from(with_page_numbers(note.brief, folder, starts), start)
        for note, start in zip(folder.notes, starts, strict=True)
    ]


def _key_of(folder: Folder) -> str:
    """The same for the same paper."""
    digest = hashlib.sha256()
    for field in fields(folder):
        if field.name != "notes":
            digest.update(f"{field.name}={getattr(folder, field.name)!r}\n".encode())
    for note in folder.notes:
        digest.update(repr(note.urls).encode())
        digest.update(hashlib.sha256(note_job(note.brief, note.colour)).digest())
    return digest.hexdigest()
