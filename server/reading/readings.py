"""Readings: stores what devices were shown, and counts passages, behind the answers."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from functools import partial
from typing import Any, Final

import structlog
from aiohttp import web

from crdt.compaction import LoadError
from export.changes.counted import Counted
from export.errors import ExportError
from server.errors import RefusedError
from server.ids import DeviceId, NoteId
from server.jobs.asker import Asker
from server.jobs.lru_cache import LruCache
from server.paper.press import Press
from server.reading import passages
from server.reading.passages import Passages
from server.reading.texts import Texts
from server.secrets.tokens import Seal
from server.storage import DiskTroubleError, Engine, readings
from server.storage.readings import Now, Position, Reading

# More readers at once are not written down: their changes count from the next time.
_MOST_WAITING: Final = 500
_MOST_COUNTED: Final = 10_000
UNCHANGED: Final = Counted(0, is_rewritten=False)
_REWRITTEN: Final = Counted(0, is_rewritten=True)
# Why a text cannot be laid out, or not now.
NOT_LAID_OUT: Final = (ExportError, RefusedError, LoadError)

_log = structlog.get_logger()


class Readings:
    """One for the application. What it does behind an answer ends with `close`."""

    def __init__(self, engine: Engine, press: Press, seal: Seal) -> None:
        self.texts = Texts(engine)
        self.passages = Passages(press, seal)
        self._engine = engine
        # As many as there are: each is two numbers.
        self._by_their_words: LruCache[Counted] = LruCache(_MOST_COUNTED, lambda _: 1)
        self._tasks: set[asyncio.Task[Any]] = set()

    async def changed(
        self, note: NoteId, row: Reading, now: Now, *, asker: Asker, device: DeviceId, text: str | None = None
    ) -> Counted:
        """What has changed between a row's version and `now`, whose text is `text` where that is known.

        Raises what NOT_LAID_OUT names.
        """
        if row.position == now.position:
            return UNCHANGED
        before = passages.from_row(row.passages)
        if before is None:
            if (old := await self.texts.at(note, row.position)) is None:
                return _REWRITTEN
            before = await self.passages.of(note, row.position, old, asker)
            self._keep_passages(device, note, row.position, before)
        after = self.passages.known(note, now.position)
        if after is None:
            if text is None and (text := await self.texts.at(note, now.position)) is None:
                return _REWRITTEN
            after = await self.passages.of(note, now.position, text, asker)
        found = passages.changed(before, after)
        if found is None:
            return await self._by_words(note, row.position, now.position, text, asker)
        if found.passages and not now.has(row.position):
            return Counted(found.passages, is_rewritten=True)
        return found

    async def _by_words(
        self, note: NoteId, was: Position, now: Position, text: str | None, asker: Asker
    ) -> Counted:
        """Of versions of which most passages changed: how much of their words did."""
        if (known := self._by_their_words.get((note, was, now))) is not None:
            return known
        before = await self.texts.at(note, was)
        after = text if text is not None else await self.texts.at(note, now)
        if before is None or after is None:
            return _REWRITTEN
        found = await self.passages.by_words(before, after, asker)
        self._by_their_words.keep((note, was, now), found)
        return found

    def known(self, note: NoteId, row: Reading, position: Position) -> Counted | None:
        """The same where both versions were laid out before."""
        before, after = passages.from_row(row.passages), self.passages.known(note, position)
        found = passages.changed(before, after) if before is not None and after is not None else None
        return found or self._by_their_words.get((note, row.position, position))

    def lay_out(self, note: NoteId, position: Position, text: str, *, asker: Asker) -> None:
        """Count the passages of a version behind the answer, for lists and other readers."""
        if self.passages.known(note, position) is None:
            self.later(self.passages.of(note, position, text, asker))

    def shown(
        self, device: DeviceId, note: NoteId, position: Position, text: str, *, asker: Asker, at: int
    ) -> None:
        """Write behind the answer that a device was shown a note."""
        self.later(self._shown(device, note, position, text, asker=asker, at=at))

    async def say(
        self, device: DeviceId, note: NoteId, position: Position, *, shown_at: int, at: int
    ) -> None:
        """A device says that it has read a version."""
        row = self._row(note, position)
        await self._engine.write(
            partial(
                readings.say,
                device=device,
                note=note,
                position=position,
                passages=row,
                shown_at=shown_at,
                at=at,
            )
        )

    async def shown_before(self, device: DeviceId, note: NoteId, position: Position, *, at: int) -> None:
        """A device tells of a page that it had kept: it was shown this version, at `at`."""
        work = partial(
            readings.shown, device=device, note=note, position=position, passages=self._row(note, position)
        )
        await self._engine.write(partial(work, at=at))

    def later(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any] | None:
        """Do it behind the answer; an error is logged. None where too much waits."""
        if len(self._tasks) >= _MOST_WAITING:
            work.close()
            _log.warning("too many readings wait and one is not written down", most=_MOST_WAITING)
            return None
        task = asyncio.create_task(_quietly(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def settled(self) -> None:
        """Return once what was begun before is done."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def close(self) -> None:
        """Cancel what lays texts out."""
        for task in self._tasks:
            task.cancel()
        await self.settled()

    async def _shown(
        self, device: DeviceId, note: NoteId, position: Position, text: str, *, asker: Asker, at: int
    ) -> None:
        work = partial(readings.shown, device=device, note=note, position=position, at=at)
        await self._engine.write(partial(work, passages=self._row(note, position)))
        if self._row(note, position) is None:
            hashes = await self.passages.of(note, position, text, asker)
            await self._put(device, note, position, hashes)

    def _row(self, note: NoteId, position: Position) -> bytes | None:
        known = self.passages.known(note, position)
        return passages.to_row(known) if known is not None else None

    def _keep_passages(self, device: DeviceId, note: NoteId, position: Position, hashes: bytes) -> None:
        self.later(self._put(device, note, position, hashes))

    async def _put(self, device: DeviceId, note: NoteId, position: Position, hashes: bytes) -> None:
        if (row := passages.to_row(hashes)) is not None:
            work = partial(readings.put_passages, device=device, note=note, position=position, passages=row)
            await self._engine.write(work)


READINGS = web.AppKey("readings", Readings)


async def _quietly(work: Coroutine[Any, Any, Any]) -> None:
    """Pages are shown all the same when the disk takes no write, or a text cannot be laid out."""
    log = structlog.get_logger(__name__)
    try:
        with suppress(DiskTroubleError, *NOT_LAID_OUT):
            await work
    except Exception:
        log.exception("what a device was shown is not written down")
