"""Engine of an instance on several machines: keystrokes, works and reads, each by connections of its own."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import cast

import psycopg

from server.storage import (
    Compacted,
    DatabaseError,
    Db,
    DiskTroubleError,
    Done,
    Result,
    Trouble,
)
from server.storage.engines.jobs import Job, Outcome, closed, settle
from server.storage.engines.postgres import incarnation, presence
from server.storage.engines.postgres.appends import Appends
from server.storage.engines.postgres.connection import Connection, connect
from server.storage.engines.postgres.errors import line_of, named, reason_of
from server.storage.engines.postgres.lanes import Lane
from server.storage.engines.postgres.reads import Reads
from server.storage.engines.postgres.rewriting import Rewriting
from server.storage.engines.postgres.safety import expect_safe
from server.storage.engines.postgres.schema import bring_up_to_date, expect_up_to_date
from server.storage.engines.postgres.works import Works
from server.storage.journal import Append


class UnreachableDatabaseError(DatabaseError):
    """The server of the database does not answer, or does not let this user in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job(Job):
    """A write under the number that its process had when it was asked for; `behind` so many keystrokes."""

    fence: int
    behind: int = 0


class Postgres:
    """An engine that writes while `fence` is the number of a fence in the database.

    A write that was asked for under one number does not pass under the next.

    `lost` is called in the event loop when nobody knows which keystrokes are on disk. `standbys` are those
    that a commit waits for, '' for none.
    """

    def __init__(self, url: str, *, fence: int, alone: bool = False) -> None:
        self.failed = asyncio.Event()
        self.fence = fence
        self.lost: Callable[[DiskTroubleError], None] = _nobody_is_told
        self.standbys: str | None = ""
        self.keeps_copies = True
        self._loop = asyncio.get_running_loop()
        self._is_closed = False
        self._reads = Reads(url)
        self._appends = Appends(url, self._tell_lost)
        self._works = Works(url, alone=alone)
        self._rewriting = Rewriting(url)
        self._keystrokes: Lane[_Job] = Lane(
            "postgres-keystrokes", self._append, failed=self._give_up, end=self._appends.close
        )
        self._others: Lane[_Job] = Lane(
            "postgres-works", self._work, failed=self._give_up, end=self._works.close
        )

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        url: str,
        *,
        fence: int | None = None,
        as_it_is: bool = False,
        updates: bool = True,
        alone: bool = False,
    ) -> AsyncIterator["Postgres"]:
        """Open and migrate the database; at the end every write that was asked for is on disk.

        Without a `fence` it makes one of its own. With `as_it_is` the database is not migrated; without
        `updates` an empty one gets its tables, and one of an earlier version is refused. `alone`: no other
        process may have it open, and none opens it meanwhile. Raises DatabaseError.
        """
        with _errors():
            here = await asyncio.to_thread(presence.begin, url, alone=alone)
        try:
            async with cls._opened(url, fence, as_it_is=as_it_is, updates=updates, alone=alone) as engine:
                yield engine
        finally:
            presence.end(here)

    @classmethod
    @asynccontextmanager
    async def _opened(
        cls, url: str, fence: int | None, *, as_it_is: bool, updates: bool, alone: bool
    ) -> AsyncIterator["Postgres"]:
        has_fence = fence is not None
        standbys, own = await asyncio.to_thread(
            _prepare, url, as_it_is=as_it_is, updates=updates, has_fence=has_fence, alone=alone
        )
        engine = cls(url, fence=own if fence is None else fence, alone=alone)
        engine.standbys = standbys
        engine._keystrokes.start()
        engine._others.start()
        try:
            yield engine
        finally:
            engine._is_closed = True
            await asyncio.to_thread(engine._close)
            if fence is None:
                await asyncio.to_thread(_leave, url, own)

    async def read(self, work: Callable[[Db], Result], /) -> Result:
        """Run `work` on what is committed now. Raises DatabaseError, DiskTroubleError."""
        return await self._loop.run_in_executor(self._reads.threads, partial(self._reads.read, work))

    async def write(self, work: Callable[[Db], Result], /) -> Result:
        """Run `work` in the next commit and return its result once that is on disk.

        Raises what `work` raised (and then keeps nothing of it), DatabaseError for a wrong statement,
        FencedError, or DiskTroubleError.
        """
        future: asyncio.Future[Result] = self._loop.create_future()
        self.submit(work, partial(settle, future))
        return await future

    async def compact(self) -> Compacted:
        """Write all tables anew, one after the other. Raises DiskTroubleError."""
        return await asyncio.to_thread(self._rewriting.run)

    async def expect_sound(self) -> None:
        """Read every row. Raises DamagedDatabaseError."""
        await self.read(_read_all)

    async def empty_log(self) -> bool:
        """True: the log is that of the whole server, which empties it as it is told to."""
        return True

    def submit(self, work: Callable[[Db], object], done: Done, /) -> None:
        """Like `write`, for the way of a keystroke: `done(result, error)` is called in the event loop.

        `work` may run twice. It sees the keystrokes that were submitted before it.
        """
        if self._is_closed:
            self._loop.call_soon(done, None, closed())
        elif isinstance(work, Append):
            self._keystrokes.put(_Job(work, done, fence=self.fence))
        else:
            self._others.put(_Job(work, done, fence=self.fence, behind=self._keystrokes.taken_in))

    def cut(self) -> None:
        """Tell everybody who waits for a silent server that it does not answer; new ways are tried then."""
        self._reads.cut()
        self._appends.cut()
        self._works.cut()
        self._rewriting.cut()

    def _append(self, jobs: Sequence[_Job]) -> list[Outcome]:
        told: list[Outcome] = []
        for fence, some in groupby(jobs, key=_fence_of):
            told += self._appends.write([cast("Append", job.work) for job in some], fence)
        return told

    def _work(self, jobs: Sequence[_Job]) -> list[Outcome]:
        self._keystrokes.wait_for(jobs[-1].behind)
        told: list[Outcome] = []
        for fence, some in groupby(jobs, key=_fence_of):
            told += self._works.write([job.work for job in some], fence)
        return told

    def _tell_lost(self, error: DiskTroubleError) -> None:
        self._loop.call_soon_threadsafe(lambda: self.lost(error))

    def _give_up(self) -> None:
        """Tell everybody who waits, and from now on everybody who asks, that nothing is written."""
        self._is_closed = True
        self._keystrokes.give_up()
        self._others.give_up()
        self.failed.set()

    def _close(self) -> None:
        self._rewriting.cancel()
        self._keystrokes.close()
        self._others.close()
        self._reads.close()


def _prepare(url: str, *, as_it_is: bool, updates: bool, has_fence: bool, alone: bool) -> tuple[str, int]:
    """The standbys that commits wait for, and a fence unless there is one. Raises DatabaseError."""
    with _connected(url) as connection:
        standbys = expect_safe(connection)
        if as_it_is:
            expect_up_to_date(connection)
        else:
            bring_up_to_date(connection, updates=updates)
        if alone:
            presence.expect_alone(connection)
        return standbys, 0 if has_fence else incarnation.begin(connection)


def _leave(url: str, fence: int) -> None:
    """Where nobody answers the row stays: it is that of a number which nobody writes under any more."""
    with suppress(DatabaseError), _connected(url) as connection:
        incarnation.end(connection, fence)


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    with _errors(), connect(url) as connection:
        yield connection


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        if reason_of(error) is Trouble.UNREACHABLE:
            raise UnreachableDatabaseError(line_of(error)) from error
        raise named(error) from error


def _read_all(db: Db) -> None:
    """A row as a text has been read whole, its long values too."""
    for table in db.tables():
        query = f"SELECT count(*) FROM {table.name} AS held WHERE length(held::text) < 0"  # noqa: S608 - of this schema
        db.execute(query)


def _fence_of(job: _Job) -> int:
    return job.fence


def _nobody_is_told(_: DiskTroubleError) -> None:
    """Where one process serves alone, the rooms concerned are told by their own rows."""
