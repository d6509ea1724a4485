"""The open notes: loaded once however many come at the same time, closed a while after the last has left."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol

import structlog

from crdt.compaction import LoadError
from crdt.note import Note
from crdt.seat import Close, Seat
from crdt.space import NO_LIMIT
from server.clock import now_ms
from server.errors import GoneError, ReloadingError
from server.ids import NoteId
from server.live.backlog import Backlog
from server.live.disk import Disk
from server.live.guests import Guests
from server.live.heartbeat import Heartbeat
from server.live.loading import loaded
from server.live.long_messages import LongMessages
from server.live.open_note import OpenNote, Standing
from server.live.rates import Rates
from server.live.verifier import Verifier
from server.nodes.alone import Alone
from server.nodes.port import Nodes
from server.storage import Db, DiskTroubleError, Engine, Result, cards, versions
from server.storage.cards import CardRow

IDLE_S: Final = 20.0
REMINDER_S: Final = 15.0

_log = structlog.get_logger()


class NoSuchNoteError(GoneError):
    """No note has this identifier, or it went to the trash while it was asked for."""

    def __init__(self) -> None:
        super().__init__("in_trash")


@dataclass(slots=True, eq=False)
class _Door:
    """A note from loading to closing; `closing` is set when no new connection may join."""

    loading: asyncio.Task[OpenNote]
    users: int = 0
    timer: asyncio.TimerHandle | None = None
    closing: asyncio.Task[object] | None = None


class Reopen(Protocol):
    """Reverts `ready` because the text changed; returns None if the note was not `ready`."""

    def __call__(self, db: Db, note: NoteId, *, at: int) -> CardRow | None: ...


class Rooms:
    """One owner per note: a caller waits for its loading or, while it closes, for the end of that."""

    def __init__(
        self,
        engine: Engine,
        *,
        idle_s: float = IDLE_S,
        rates: Rates | None = None,
        max_note: int = NO_LIMIT,
        reopen: Reopen = cards.reopen,
        nodes: Nodes | None = None,
    ) -> None:
        self._engine = engine
        self._nodes = nodes or Alone()
        self._set_back = reopen
        self._idle_s = idle_s
        self._max_note = max_note
        self._doors: dict[NoteId, _Door] = {}
        self._verifier = Verifier()
        self._rates = rates
        self._turns = LongMessages()
        self.guests = Guests(self._nodes)
        # Notes with rows that were not there when somebody last took their names out.
        self.written: set[NoteId] = set()
        self._loop = asyncio.get_running_loop()
        self.heartbeat = Heartbeat()
        self.backlog = Backlog()
        self.disk = Disk(engine, changed=self._disk_changed)

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        engine: Engine,
        *,
        idle_s: float = IDLE_S,
        reminder_s: float = REMINDER_S,
        rates: Rates | None = None,
        max_note: int = NO_LIMIT,
        reopen: Reopen = cards.reopen,
        nodes: Nodes | None = None,
    ) -> AsyncIterator["Rooms"]:
        """Rooms that keep quiet lines alive, and at the end have everything on disk."""
        rooms = cls(engine, idle_s=idle_s, rates=rates, max_note=max_note, reopen=reopen, nodes=nodes)
        rooms._nodes.keep(rooms)
        # The first document in a loop loads modules for 15 ms: no visitor shall wait for them.
        Note()
        reminding = asyncio.create_task(rooms.guests.remind_forever(reminder_s))
        beating = asyncio.create_task(rooms.heartbeat.run())
        try:
            yield rooms
        finally:
            await rooms.guests.close()
            await rooms.close()
            reminding.cancel()
            beating.cancel()
            rooms.disk.close()
            await rooms._verifier.close()

    @asynccontextmanager
    async def visit(self, note: NoteId) -> AsyncIterator[OpenNote]:
        """The open note, kept open meanwhile. Raises NoSuchNoteError, or LoadError if it is not sound."""
        door = await self._enter(note)
        try:
            yield door.loading.result()
        finally:
            door.users -= 1
            if door.users == 0 and door.closing is None:
                door.timer = asyncio.get_running_loop().call_later(self._idle_s, self._shut, note, door)

    @asynccontextmanager
    async def reading(self, note: NoteId) -> AsyncIterator[OpenNote]:
        """A note to be read: a copy from the journal where another node may have it open.

        What is seen there is on disk, so that the copy is as new. It belongs to nobody, and takes nothing.
        """
        if self._nodes.owns(note) or note in self._doors:
            async with self.visit(note) as open_note:
                yield open_note
            return
        found = await loaded(self._engine, self._verifier, note, limit=self._max_note, failed=_copy_failed)
        if found is None:
            raise NoSuchNoteError
        yield found[0]

    async def markdown(self, note: NoteId) -> str:
        """The text as it is on disk now."""
        async with self.reading(note) as open_note:
            return await open_note.markdown()

    async def standing(self, note: NoteId) -> Standing:
        """The same, and where its journal stands."""
        async with self.reading(note) as open_note:
            return await open_note.standing()

    async def alone(
        self, note: NoteId, work: Callable[[], Awaitable[Result]], *, why: Close, detail: str
    ) -> Result:
        """Run `work` while the note is closed; open copies of it belong to another epoch afterwards.

        Nothing more of theirs is taken in. They are told `why` once it is done, else to come back.
        Raises ReloadingError where its last edits did not reach the disk, and then runs nothing.
        """
        door = await self._enter(note)
        door.users -= 1
        open_note = door.loading.result()
        gone = list(open_note.room)
        for seat in gone:
            open_note.room.leave(seat)
        rewriting = door.closing = asyncio.create_task(self._run_alone(door, work, gone, why, detail))
        return await asyncio.shield(rewriting)

    async def take_time(self, seat: Seat, *sizes: int) -> None:
        """Rate limit: returns at once for typing, later for more. `sizes` of the messages in bytes."""
        wait_s = max((self.count(seat, size) for size in sizes), default=0.0)
        if wait_s > 0:
            await asyncio.sleep(wait_s)

    def count(self, seat: Seat, size: int) -> float:
        """Count a message of `size` bytes; how many seconds must pass before it is taken in."""
        return 0.0 if self._rates is None else self._rates.wait(seat.owner, size, self._loop.time())

    async def take(self, open_note: OpenNote, seat: Seat, message: bytes) -> None:
        """Take one message of a connection in, at once unless it is long; its next one must wait for it."""
        await self._turns.take(open_note, seat, message)

    def loaded(self) -> dict[NoteId, OpenNote]:
        """The notes that are in memory, also those that nobody shows any more."""
        return {note: door.loading.result() for note, door in self._doors.items() if _is_loaded(door)}

    def is_open(self, thing: str) -> bool:
        """Whether a note is open, opening or closing."""
        return thing in self._doors

    def opened(self) -> Iterable[str]:
        """The notes in memory, by their ids."""
        return list(self.loaded())

    def lose(self, things: Iterable[str] | None, error: BaseException) -> None:
        """Drop notes (None: all) that another node may have; their pages come back with what is missing."""
        gone = None if things is None else set(things)
        for note, open_note in self.loaded().items():
            if gone is None or note in gone:
                open_note.lose(error)

    async def hand_over(self, thing: str) -> None:
        """Close a note, all of it on disk, for another node; one that loads is asked for once more."""
        door = self._doors.get(NoteId(thing))
        if door is None or not door.loading.done():
            return
        if door.closing is not None:
            await asyncio.wait([door.closing])
            return

        async def leave() -> None:
            """What was taken in is on disk by now."""

        with suppress(NoSuchNoteError, ReloadingError, LoadError):
            await self.alone(NoteId(thing), leave, why=Close.RELOADING, detail="this note is loaded anew")

    def frozen(self, open_note: OpenNote, text_hash: bytes) -> None:
        """The next edit will set the note's status back; it is set back now where the text has changed."""
        reopen = partial(self._reopen, open_note.note)
        if versions.hash_of(open_note.room.note.markdown()) == text_hash:
            open_note.edited = reopen
        else:
            open_note.edited = None
            reopen()

    async def close(self) -> None:
        """Close every note, all of it on disk."""
        self.guests.say_goodbye()
        for note, door in list(self._doors.items()):
            self._shut(note, door)
        closing = [door.closing for door in self._doors.values() if door.closing is not None]
        if closing:
            await asyncio.wait(closing)

    async def _enter(self, note: NoteId) -> _Door:
        while True:
            door = self._doors.get(note)
            if door is None:
                door = self._doors[note] = _Door(asyncio.create_task(self._load(note)))
            if door.closing is not None:
                await asyncio.wait([door.closing])
                continue
            if door.timer is not None:
                door.timer.cancel()
                door.timer = None
            door.users += 1
            try:
                await asyncio.shield(door.loading)
            except BaseException:
                door.users -= 1
                if door.loading.done():
                    self._release(note, door)
                raise
            if _is_loaded(door):
                return door
            # Another caller that waited for the loading closes it by now, or works on it alone.
            door.users -= 1

    async def _load(self, note: NoteId) -> OpenNote:
        number = await self._nodes.take(note)
        open_note = await self._load_taken(note)
        # The incarnation may have ended meanwhile, and the note be open elsewhere.
        self._nodes.expect_still(note, number)
        return open_note

    async def _load_taken(self, note: NoteId) -> OpenNote:
        found = await loaded(self._engine, self._verifier, note, limit=self._max_note, failed=self._drop)
        if found is None:
            raise NoSuchNoteError
        open_note, frozen = found
        open_note.room.is_writable = self.disk.is_writable
        open_note.written = self.written
        if frozen is not None:
            self.frozen(open_note, frozen)
        return open_note

    def _reopen(self, note: NoteId) -> None:
        self._engine.submit(partial(self._set_back, note=note, at=now_ms()), partial(self._reopened, note))

    def _reopened(self, note: NoteId, row: object, error: BaseException | None) -> None:
        if error is not None:  # the next loading of the note sees that its text is not the frozen one
            _log.warning("the status of a note was not set back", error=type(error).__name__)
        elif isinstance(row, CardRow):
            self.guests.tell(note, "card", reopened=True, **row.facts())

    async def _run_alone(
        self, door: _Door, work: Callable[[], Awaitable[Result]], gone: list[Seat], why: Close, detail: str
    ) -> Result:
        open_note = door.loading.result()
        try:
            await open_note.retire()
            return await work()
        except BaseException:
            why, detail = Close.RELOADING, "what was to end this connection failed"
            raise
        finally:
            await open_note.drained()
            self._release(open_note.note, door)
            for seat in gone:
                seat.peer.close(why, detail)

    def _shut(self, note: NoteId, door: _Door) -> None:
        if door.closing is None:
            door.closing = asyncio.create_task(self._close(note, door))

    async def _close(self, note: NoteId, door: _Door) -> None:
        try:
            open_note = await door.loading
            try:
                await open_note.close()
            finally:
                await open_note.drained()
        except Exception as error:  # noqa: BLE001 - what is on disk is whole; the next visit loads it
            _log.warning("a note was not closed with a snapshot", error=type(error).__name__)
        finally:
            self._release(note, door)

    def _drop(self, open_note: OpenNote, error: BaseException) -> None:
        """Drop a room whose memory may differ from the disk; clients reconnect and send what is missing."""
        if isinstance(error, DiskTroubleError):
            self.disk.trouble()
        for seat in open_note.room:
            open_note.room.dismiss(seat, Close.RELOADING, "this note is loaded anew")
        door = self._doors.get(open_note.note)
        # One that is closing already is released by its closing, after the last row is on its way no more.
        if door is not None and door.closing is None and door.loading.result() is open_note:
            door.closing = asyncio.create_task(self._drain(door, open_note))
        _log.warning("a note is loaded anew", error=type(error).__name__)

    async def _drain(self, door: _Door, open_note: OpenNote) -> None:
        await open_note.drained()
        self._release(open_note.note, door)

    def _release(self, note: NoteId, door: _Door) -> None:
        """Let the note be loaded anew; another door to it may be open already."""
        if self._doors.get(note) is door:
            del self._doors[note]

    def _disk_changed(self, *, is_writable: bool) -> None:
        open_notes = {door.loading.result() for door in self._doors.values() if _is_loaded(door)}
        for open_note in open_notes:
            open_note.room.is_writable = is_writable
            for seat in open_note.room:
                open_note.room.tell(seat, "disk", writable=is_writable)
                if is_writable and seat.held_at is not None:
                    open_note.room.dismiss(seat, Close.RELOADING, "the disk takes writes again")


def _copy_failed(_: OpenNote, error: BaseException) -> None:
    _log.warning("a copy of a note does not give its text", error=type(error).__name__)


def _is_loaded(door: _Door) -> bool:
    return door.closing is None and door.loading.done() and door.loading.exception() is None
