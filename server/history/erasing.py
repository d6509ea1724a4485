"""Erases a passage from the whole history of a note, at once for all readers.

It is planned in a process of its own while people type on, and applied while nobody has the note open, which
takes less than a second. The bytes leave the files afterwards: see `compaction`.
"""

import asyncio
import os
import pickle
import signal
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Final, Protocol, cast

from crdt.compaction import LoadError
from export.process import launch
from server.clock import now_ms
from server.errors import BadInputError, BusyError
from server.history.planning import ErasureRequest, Failed, Planner, from_line
from server.ids import NoteId, VisitorId
from server.storage import Db, Engine, erasures, journal
from server.storage.erasures import ChangedError, Erased, Rewritten, State

# Lowest priority.
_NICE: Final = 10
_MEMORY: Final = 4 << 30
# Rows of a note that is planned at once.
_SHORT: Final = 500
# Rows per read, so that other readers need not wait.
_ROWS: Final = 2000
# So few are planned in milliseconds.
_FEW: Final = 200
_ROUNDS: Final = 8
# The history may change while the erasure is planned.
_TRIES: Final = 3
# A plan has about as many bytes as the note, and no line of it may be too long.
_LONGEST: Final = 1 << 30


class Alone(Protocol):
    """Runs work while the note is closed."""

    def __call__(self, work: Callable[[], Awaitable[Erased]], /) -> Awaitable[Erased]: ...


class Worker(Protocol):
    """Where a plan is made."""

    async def add(self, rows: Sequence[journal.RawRow], texts: set[str]) -> None:
        """See `Planner.add`."""

    async def plan(self) -> Rewritten | Failed:
        """See `Planner.plan`."""


class _InThread:
    """For a short note: a process takes half a second to start."""

    def __init__(self, asked: ErasureRequest) -> None:
        self._planner = Planner(asked)

    async def add(self, rows: Sequence[journal.RawRow], texts: set[str]) -> None:
        self._planner.add(rows, texts)

    async def plan(self) -> Rewritten | Failed:
        return await asyncio.to_thread(self._planner.plan)


class _InProcess:
    """For a long note: in a child process, at the lowest priority."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._stdin = cast("asyncio.StreamWriter", process.stdin)
        self._stdout = cast("asyncio.StreamReader", process.stdout)

    @classmethod
    @asynccontextmanager
    async def begun(cls, asked: ErasureRequest) -> AsyncIterator["_InProcess"]:
        child = launch.child("server.history.planning:main", memory=_MEMORY, nice=_NICE, is_idle=True)
        process = await asyncio.create_subprocess_exec(
            *launch.command(child),
            stdin=PIPE,
            stdout=PIPE,
            limit=_LONGEST,
            start_new_session=True,
            env=launch.environment(),
        )
        try:
            worker = cls(process)
            await worker._send(asked)
            yield worker
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
            launch.clear(child)

    async def add(self, rows: Sequence[journal.RawRow], texts: set[str]) -> None:
        await self._send((rows, texts))

    async def plan(self) -> Rewritten | Failed:
        await self._send(None)
        try:
            return from_line(await self._stdout.readline())
        except (ConnectionError, ValueError):
            return Failed("the process that planned an erasure ended")

    async def _send(self, message: object) -> None:
        with suppress(ConnectionError):  # heard of where the answer is read
            self._stdin.write(pickle.dumps(message))
            await self._stdin.drain()


class Planning:
    """The plan of one erasure, which follows what people type."""

    def __init__(self, engine: Engine, note: NoteId, worker: Worker) -> None:
        self._engine = engine
        self._note = note
        self._worker = worker
        self._state: State | None = None

    @classmethod
    @asynccontextmanager
    async def begun(cls, engine: Engine, note: NoteId, asked: ErasureRequest) -> AsyncIterator["Planning"]:
        """Nothing is planned yet."""
        state = await engine.read(partial(erasures.state, note=note))
        if state.last - state.first < _SHORT:
            yield cls(engine, note, _InThread(asked))
            return
        async with _InProcess.begun(asked) as worker:
            yield cls(engine, note, worker)

    @property
    def state(self) -> State | None:
        """The state of the note that the last plan is for."""
        return self._state

    async def plan(self) -> Rewritten:
        """The note without the passage as it is on disk now.

        Raises BadInputError where there is no such passage, LoadError, and ChangedError where what was
        planned before is no more the past of this note.
        """
        await self._give_rows()
        match await self._worker.plan():
            case Failed(""):
                raise BadInputError("no_passage")
            case Failed(reason):
                raise LoadError(reason)
            case Rewritten() as planned:
                return planned

    async def lag(self) -> int:
        """How many rows have come since the last plan."""
        state = await self._engine.read(partial(erasures.state, note=self._note))
        return state.last - (self._state.last if self._state is not None else 0)

    async def _give_rows(self) -> None:
        at = self._state.last if self._state is not None else 0
        while True:
            state, texts, rows = await self._engine.read(partial(_read, note=self._note, after=at))
            if self._state is not None and state[:2] != self._state[:2]:
                raise ChangedError
            self._state = state._replace(last=rows[-1][0] if rows else at)
            await self._worker.add(rows, texts)
            if not rows:
                return
            at = rows[-1][0]


async def plan(engine: Engine, note: NoteId, asked: ErasureRequest) -> Rewritten | None:
    """What is to be erased, None where it is pictures alone. Raises BadInputError, LoadError."""
    if not asked.is_about_text:
        return None
    async with Planning.begun(engine, note, asked) as planning:
        return await planning.plan()


async def erase(
    engine: Engine,
    note: NoteId,
    asked: ErasureRequest,
    *,
    by: VisitorId,
    record: Callable[..., None],
    alone: Alone | None = None,
) -> Erased:
    """Erase it; `alone` shuts the note for as long as it must be. Raises BadInputError, LoadError, BusyError.

    `record` writes the row of the audit log in the same transaction.
    """
    apply = partial(_apply, engine, note, asked, by=by, record=record)
    if not asked.is_about_text:
        return await apply(None)
    for _ in range(_TRIES):
        try:
            async with Planning.begun(engine, note, asked) as planning:
                await planning.plan()
                for _ in range(_ROUNDS):
                    if await planning.lag() <= _FEW:
                        break
                    await planning.plan()
                work = partial(apply, planning)
                return await (work() if alone is None else alone(work))
        except ChangedError:
            continue
    raise BusyError("reloading")


async def _apply(
    engine: Engine,
    note: NoteId,
    asked: ErasureRequest,
    planning: Planning | None,
    *,
    by: VisitorId,
    record: Callable[..., None],
) -> Erased:
    """Do it, with what has come since it was planned. Raises ChangedError."""
    new = await planning.plan() if planning is not None else None
    planned = planning.state if planning is not None else None

    def work(db: Db) -> Erased:
        erased = erasures.write(db, note, new, asked.pictures, planned=planned, at=now_ms(), by=by)
        record(db, characters=erased.characters, pictures=erased.pictures)
        return erased

    return await engine.write(work)


def _read(db: Db, *, note: NoteId, after: int) -> tuple[State, set[str], list[journal.RawRow]]:
    rows = journal.raw_rows(db, note, after=after, most=_ROWS)
    return erasures.state(db, note), set() if rows else erasures.kept_texts(db, note), rows
