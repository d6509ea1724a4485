"""One open note: its room, its rows in the journal, the pace of its waves, and its snapshots."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from time import thread_time

import structlog

from crdt.admission import Loss
from crdt.batch import Batch
from crdt.compaction import (
    UPDATES_WORTH_A_SNAPSHOT,
    LoadError,
    Snapshot,
    load,
    snapshot,
    updates_until_next,
)
from crdt.note import ApplyError
from crdt.room import Room
from crdt.seat import Close, Seat
from export.note.title import name_of
from server.clock import now_ms
from server.errors import ReloadingError
from server.ids import NoteId, VisitorId
from server.live.pace import Pace
from server.live.packing import pack
from server.live.verifier import Verifier
from server.storage import Db, Engine, journal

_log = structlog.get_logger()

# A commit begins in the same turn of the loop in which the one before has ended, at most.
_STANDING_TRIES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """A snapshot of the note as the rows up to `seq` make it, and what lists tell of it."""

    seq: int
    at: int
    title: str
    snapshot: Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The text as the rows up to `seq` make it; None where edits came so fast that no row is its last."""

    text: str
    epoch: int
    seq: int | None


class OpenNote:
    """The only owner of an open note, which may grow to `limit` bytes.

    `failed` is called once, when the room must be dropped.
    """

    def __init__(
        self,
        engine: Engine,
        verifier: Verifier,
        note: NoteId,
        stored: journal.Stored,
        *,
        limit: int,
        failed: Callable[["OpenNote", BaseException], None],
    ) -> None:
        document, inspector = load(stored.snapshot, stored.updates)
        self._loop = asyncio.get_running_loop()
        self.note = note
        self.epoch = stored.epoch
        self._lossy_since = stored.lossy_since
        # Called once, when an edit is on disk.
        self.edited: Callable[[], None] | None = None
        # A commit puts this note's name in it; `Rooms` gives all its notes the same one.
        self.written: set[NoteId] = set()
        # Who wrote since it was opened, and when last (ms since 1970); the latest comes last.
        self.wrote: dict[VisitorId, int] = {}
        self.room = Room(
            document,
            inspector,
            stored.owners,
            pack=pack,
            stirred=self._schedule,
            clock=thread_time,
            limit=limit,
            loss=Loss(stored.earlier) if stored.lossy_since is not None else None,
        )
        self._engine = engine
        self._verifier = verifier
        self._failed = failed
        self._seq = stored.seq
        self._since_snapshot = len(stored.updates)
        self._until_next = updates_until_next(stored.snapshot.state if stored.snapshot else b"")
        self._snapshot: asyncio.Task[None] | None = None
        self._pace = Pace()
        self._is_scheduled = False
        self._is_dropped = False
        self._commit: asyncio.Future[None] | None = None

    @property
    def seq(self) -> int:
        """The number of the last row that was written, or is on its way."""
        return self._seq

    def went_back(self, epoch: int) -> bool:
        """Whether the note may lack what a copy of this other epoch has been told is saved."""
        return epoch > self.epoch or epoch < (self._lossy_since or 0)

    def receive(self, seat: Seat, message: bytes) -> None:
        """Take one message of a connection."""
        try:
            self.room.receive(seat, message)
        except ApplyError as error:
            self._refuse(error)

    def join(self, seat: Seat, *, welcome: bytes | None) -> None:
        """Let a connection in."""
        try:
            self.room.join(seat, welcome=welcome)
        except ApplyError as error:
            self._refuse(error)

    def receiving(self, seat: Seat, message: bytes) -> Iterator[None]:
        """Take one long message, and pause where others may have their turn."""
        try:
            yield from self.room.receiving(seat, message)
        except ApplyError as error:
            self._refuse(error)

    async def settled(self) -> None:
        """Return once everything that the note holds at this call is on disk. Raises ReloadingError."""
        # The commit that runs now, and the one that takes what has come since: typing may never pause.
        for _ in range(2):
            if self._is_dropped:
                raise ReloadingError
            if self.room.is_settled:
                return
            self._flush()
            if self._commit is not None:
                await asyncio.shield(self._commit)
        if self._is_dropped:
            raise ReloadingError

    async def markdown(self) -> str:
        """The text as it is now, given once it is on disk."""
        try:
            text = self.room.note.markdown()
        except ApplyError as error:
            self._refuse(error)
            raise ReloadingError from error
        await self.settled()
        return text

    async def standing(self) -> Standing:
        """The same with its place in the journal, which is never a later one than that of the text."""
        for _ in range(_STANDING_TRIES):
            if self._commit is not None:
                await asyncio.shield(self._commit)
            self._flush()
            if self.room.is_taken or self._is_dropped:
                break
        is_exact, epoch, seq = self.room.is_taken, self.epoch, self._seq
        text = await self.markdown()
        return Standing(text=text, epoch=epoch, seq=seq if is_exact else None)

    async def drained(self) -> None:
        """Return once no row of this note is on its way to the disk."""
        if self._commit is not None:
            await asyncio.wait([self._commit])

    async def close(self) -> None:
        """Put all on disk, with a snapshot where it will save reading."""
        if self._is_dropped:
            return
        await self.settled()
        if self._snapshot is not None:
            await asyncio.wait([self._snapshot])
        if self._since_snapshot >= UPDATES_WORTH_A_SNAPSHOT:
            await self._keep(self._take_snapshot())
        elif self._since_snapshot:
            title = name_of(self.room.note.markdown())
            await self._engine.write(partial(journal.set_title, note=self.note, title=title, seq=self._seq))

    async def retire(self) -> None:
        """Put all on disk and never write again, as the note goes on elsewhere. Raises ReloadingError."""
        await self.settled()
        if self._snapshot is not None:
            await asyncio.wait([self._snapshot])
        self._is_dropped = True

    def lose(self, error: BaseException) -> None:
        """Another process may have the note: what is here counts no more."""
        self._fail(error)

    def _schedule(self) -> None:
        if self._is_scheduled or self._is_dropped:
            return
        self._is_scheduled = True
        wait = self._pace.wait(self._loop.time())
        if wait <= 0:
            self._loop.call_soon(self._flush)
        else:
            self._loop.call_later(wait, self._flush)

    def _flush(self) -> None:
        self._is_scheduled = False
        if self._is_dropped or self._commit is not None:
            return
        try:
            batch = self.room.take()
            if batch is None:
                self.room.whisper()
                return
        except ApplyError as error:
            self._refuse(error)
            return
        except BaseException as fault:
            # Some of what was to be written may be lost: a later acknowledgement would cover it.
            self._fail(fault)
            raise
        self._commit = self._loop.create_future()
        self._seq += 1
        self._engine.submit(self._append(batch), partial(self._committed, batch))
        self._since_snapshot += len(batch.entries)
        if self._since_snapshot >= self._until_next and self._snapshot is None:
            # The note is now exactly what the rows up to this one make of it.
            self._snapshot = self._loop.create_task(self._keep(self._take_snapshot()))
            self._snapshot.add_done_callback(self._snapshot_ended)

    def _append(self, batch: Batch) -> journal.Append:
        at = now_ms()
        for visitor in {VisitorId(entry.seat.stamp.visitor) for entry in batch.entries}:
            self.wrote.pop(visitor, None)
            self.wrote[visitor] = at
        row = journal.to_row(
            [
                journal.Written(VisitorId(entry.seat.stamp.visitor), at, entry.update)
                for entry in batch.entries
            ]
        )
        claims = {
            client: (seat.owner, VisitorId(seat.stamp.visitor)) for client, seat in batch.claims.items()
        }
        return journal.Append(self.note, self._seq, at, row, claims)

    def _committed(self, batch: Batch, _: object, error: BaseException | None) -> None:
        done, self._commit = self._commit, None
        if done is not None:
            done.set_result(None)
        if error is not None:
            self._fail(error)
        elif batch.entries:
            self.written.add(self.note)
        if self._is_dropped:
            return
        started = self._loop.time()
        try:
            self.room.committed(batch)
        except BaseException as fault:
            # On disk, but perhaps not sent to all peers: they get it when the note is loaded again.
            self._fail(fault)
            raise
        if self.edited is not None and batch.entries:
            edited, self.edited = self.edited, None
            edited()
        # Sockets are written at the end of this turn of the loop: only then is it known what the wave cost.
        self._loop.call_soon(self._wave_left, started)

    def _wave_left(self, started: float) -> None:
        self._pace.took(started, self._loop.time())
        if self.room.is_stirred:
            self._schedule()

    def _take_snapshot(self) -> _Taken:
        taken = snapshot(self.room.note, self.room.inspector)
        self._since_snapshot, self._until_next = 0, updates_until_next(taken.state)
        title = name_of(self.room.note.markdown())
        return _Taken(seq=self._seq, at=now_ms(), title=title, snapshot=taken)

    async def _keep(self, taken: _Taken) -> None:
        await self._verifier.verify(taken.snapshot)
        await self.drained()
        if self._is_dropped:
            return

        def keep(db: Db) -> None:
            journal.add_snapshot(db, self.note, taken.seq, taken.at, taken.snapshot)
            journal.set_title(db, self.note, taken.title, seq=taken.seq)

        await self._engine.write(keep)

    def _snapshot_ended(self, task: asyncio.Task[None]) -> None:
        self._snapshot = None
        if task.cancelled() or (error := task.exception()) is None:
            return
        if isinstance(error, LoadError):
            # Malformed updates may merge differently as a snapshot: skip it, the journal holds the note.
            _log.warning("a snapshot does not give its note and is not kept", error=str(error))
        else:
            self._fail(error)

    def _refuse(self, error: ApplyError) -> None:
        """The in-memory document may be corrupt; nothing was persisted."""
        if self.room.refused is not None:
            self.room.dismiss(self.room.refused, Close.REFUSED, "the document did not take this update")
        self._fail(error)

    def _fail(self, error: BaseException) -> None:
        if not self._is_dropped:
            self._is_dropped = True
            self._failed(self, error)
