"""Keeps the search index as the notes are: those that change within two seconds, then those that it has not.

Nothing of it is on the way of a keystroke: a commit puts the note's name into a set, and that is all.
"""

import asyncio
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from functools import partial
from pathlib import Path
from shutil import disk_usage
from typing import Final

import structlog

from crdt.compaction import LoadError
from server.errors import ReloadingError
from server.ids import NoteId
from server.jobs.leader import Leader, OnlyProcess
from server.live.rooms import Rooms
from server.search.rules.entries import Beside, Entries, beside, text_of
from server.search.rules.words import VERSION
from server.storage import (
    Db,
    DiskTroubleError,
    Engine,
    FencedError,
    Result,
    Size,
    journal,
    search_changes,
    search_index,
)
from server.storage.search_index import Progress, Put, Step

LOOK_S: Final = 0.5
# Between two times of one note. A long one takes at most this part of a processor while it is written in, but
# is never left for longer than that.
EVERY_S: Final = 1.4
_OF_ONE_NOTE: Final = 0.05
LATEST_S: Final = 60.0
# Notes that are written together: so many in which a line was typed, or others, which may be new. The commits
# of others wait for 3 to 4 ms.
_TOGETHER: Final = 16
_NEW: Final = 4
# While nobody has a note open: the more in one transaction, the less is written in all.
_NEW_ALONE: Final = 64
# How much of one processor it takes while it has many notes to read.
_MOST_OF_A_PROCESSOR: Final = 0.4
_LISTED: Final = 200
# A note that cannot be read.
_AGAIN_S: Final = 600.0
# A disk that takes no write, or has no room for an index.
_REST_S: Final = 10.0
# Of the largest size that the database may have, and of a disk: the rest is for notes.
_MOST_OF_DATABASE: Final = 0.95
_FREE_BYTES: Final = 64 << 20

_log = structlog.get_logger(__name__)


class State(StrEnum):
    """What is told of it."""

    OK = "ok"
    BUILDING = "building"  # there are notes that it has not read yet
    WAITING = "waiting"  # there is no room, or the disk takes no write


class Indexer:
    """Indexes the notes of `rooms` and, in the leader, of the disk. `has_room` is asked before it writes.

    Another process may end before the index has its last rows: after `again_s` the leader looks for what is
    behind (None: there is no other one).
    """

    def __init__(
        self,
        engine: Engine,
        rooms: Rooms,
        *,
        has_room: Callable[[Size], bool] = lambda _: True,
        leader: Leader | None = None,
        again_s: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.state = State.BUILDING
        self._leader = leader or OnlyProcess()
        self._again_s = again_s
        self._engine = engine
        self._rooms = rooms
        self._has_room = has_room
        self._clock = clock
        self._entries = Entries()
        self._thread = ThreadPoolExecutor(1, "search-index")
        self._waiting: set[NoteId] = set()
        self._not_before: dict[NoteId, float] = {}
        self._unread: list[NoteId] = []
        self._last_unread: NoteId | None = None
        self._was_leading = False
        self._is_whole = False
        self._whole_at = 0.0

    async def run(self) -> None:
        """For ever. Trouble with the disk is logged and waited out: notes are written all the same."""
        log = structlog.get_logger(__name__)
        rest_s = 0.0
        while True:
            await asyncio.sleep(rest_s)
            try:
                rest_s = await self.look()
            except DiskTroubleError as error:
                _log.warning("the search index was not written", reason=error.reason.value)
                self.state, rest_s = State.WAITING, _REST_S
            except FencedError:  # this process begins anew on its database
                self.state, rest_s = State.WAITING, LOOK_S
            except Exception:
                log.exception("the search index could not be brought up to date")
                rest_s = _REST_S

    async def look(self) -> float:
        """Index what is due, or some of the notes that are not in it yet; how long to rest, in seconds."""
        is_of_all, (changed, size) = self._leader.is_leading, await self._engine.read(_changed)
        if not is_of_all:
            changed = set()
        began = self._clock()
        self._begin_anew(is_of_all, began)
        due = self._due(changed, began)
        is_whole = self._is_whole or not is_of_all
        if not due and is_whole:
            self.state = State.OK
            return LOOK_S
        if not self._rooms.disk.is_writable or not self._has_room(size):
            self._wait()
            return _REST_S
        self.state = State.OK if is_whole else State.BUILDING
        await self._index_by(_TOGETHER, [note for note in due if note not in changed])
        await self._index_by(_NEW, [note for note in due if note in changed])
        if is_whole or len(due) >= _TOGETHER:
            return LOOK_S
        await self._go_on()
        return min(LOOK_S, (self._clock() - began) * (1 / _MOST_OF_A_PROCESSOR - 1))

    def _begin_anew(self, is_leading: bool, now: float) -> None:  # noqa: FBT001 - as it was asked
        """Look at every note again, where another process may have left one behind."""
        is_new, self._was_leading = is_leading and not self._was_leading, is_leading
        is_old = self._again_s is not None and self._is_whole and now - self._whole_at > self._again_s
        if is_leading and (is_new or is_old):
            self._unread, self._last_unread, self._is_whole = [], None, False

    async def progress(self) -> Progress | None:
        """How far it is; None once it has read every note."""
        if self._is_whole:
            return None
        return await self._engine.read(partial(search_index.progress, version=VERSION))

    def close(self) -> None:
        """Wait for the thread."""
        self._thread.shutdown(cancel_futures=True)

    async def _index_by(self, many: int, notes: list[NoteId]) -> None:
        for start in range(0, len(notes), many):
            await self._index(notes[start : start + many])

    def _due(self, changed: Iterable[NoteId], now: float) -> list[NoteId]:
        """Notes whose turn has come, the one first that has waited longest."""
        while self._rooms.written:
            self._waiting.add(self._rooms.written.pop())
        self._waiting.update(changed)
        self._not_before = {
            note: at for note, at in self._not_before.items() if at > now or note in self._waiting
        }
        due = [note for note in self._waiting if self._not_before.get(note, 0.0) <= now]
        return sorted(due, key=lambda note: self._not_before.get(note, 0.0))

    async def _go_on(self) -> None:
        """Some of the notes that were not in the index when it began."""
        if not self._unread:
            listed = partial(search_index.stale, version=VERSION, most=_LISTED, after=self._last_unread)
            self._unread = await self._engine.read(listed)
            if not self._unread:
                self._is_whole, self.state, self._whole_at = True, State.OK, self._clock()
                return
            self._last_unread = self._unread[-1]
        many = _NEW if self._rooms.guests.shown() else _NEW_ALONE
        some, self._unread = self._unread[:many], self._unread[many:]
        await self._index(some)

    async def _index(self, some: list[NoteId]) -> None:
        """What is not written is tried again."""
        self._waiting.difference_update(some)
        try:
            found = await self._engine.read(partial(_beside, notes=some))
            planned = {note: await self._steps(note, of) for note, of in found.items()}
            await asyncio.gather(*(self._put(note, steps) for note, steps in planned.items()))
        except BaseException:
            self._waiting.update(some)
            raise

    async def _steps(self, note: NoteId, of: Beside) -> list[Step]:
        """What is to be written of it; nothing where it cannot be read now."""
        try:
            found = await self._text(note)
        except ReloadingError:  # its room is being closed
            self._later(note, EVERY_S)
            return []
        except LoadError:
            _log.warning("a note cannot be read, and is not found by its words", note=note)
            self._later(note, _AGAIN_S)
            return []
        if found is None:
            return []
        try:
            steps, took_s = await self._in_thread(partial(self._timed, note, *found, of))
        except Exception as error:  # noqa: BLE001 - a text that nobody thought of stops no other one
            _log.error("a note was not indexed", note=note, error=type(error).__name__)
            self._later(note, _AGAIN_S)
            return []
        rest_s = min(LATEST_S, max(EVERY_S, took_s / _OF_ONE_NOTE))
        self._not_before[note] = self._clock() + rest_s
        return steps

    def _timed(self, note: NoteId, seq: int, text: str, of: Beside) -> tuple[list[Step], float]:
        """The steps, and the seconds of a processor that it took to make them."""
        began = time.thread_time()
        steps = self._entries.steps(note, seq, text, of)
        return steps, time.thread_time() - began

    async def _put(self, note: NoteId, steps: list[Step]) -> None:
        for step in steps:
            if await self._engine.write(partial(search_index.write, step=step)) is Put.OUTDATED:
                self._later(note, 0.0)
                return

    async def _text(self, note: NoteId) -> tuple[int, str] | None:
        """What is on disk, and its last row or an earlier one. Raises ReloadingError, LoadError."""
        open_note = self._rooms.loaded().get(note)
        if open_note is not None:
            seq = open_note.seq
            return seq, await open_note.markdown()
        return await self._text_on_disk(note)

    async def _text_on_disk(self, note: NoteId, before: int | None = None) -> tuple[int, str] | None:
        stored = await self._engine.read(partial(journal.load, note=note, before=before))
        if stored is None:
            return None
        try:
            return stored.seq, await self._in_thread(partial(text_of, stored))
        except LoadError:
            if stored.snapshot is None:
                raise
        return await self._text_on_disk(note, stored.snapshot_seq)

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _later(self, note: NoteId, seconds: float) -> None:
        self._waiting.add(note)
        self._not_before[note] = self._clock() + seconds

    def _wait(self) -> None:
        if self.state is not State.WAITING:
            _log.warning("the search index waits: there is no room for it, or the disk takes no write")
        self.state = State.WAITING


def room_in(folder: Path, most: int) -> Callable[[Size], bool]:
    """Whether a database of at most so many bytes (0: any) has room for an index beside the notes."""

    def has_room(size: Size) -> bool:
        if most and size.used > _MOST_OF_DATABASE * most:
            return False
        try:
            return disk_usage(folder).free >= _FREE_BYTES
        except OSError:
            return False

    return has_room


def _changed(db: Db) -> tuple[set[NoteId], Size]:
    return set(search_changes.some(db, _LISTED)), db.size()


def _beside(db: Db, notes: list[NoteId]) -> dict[NoteId, Beside]:
    return {note: beside(db, note) for note in notes}
