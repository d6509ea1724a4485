"""SQLite engine: one thread writes, with group commits; another thread reads."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import apsw
import structlog

from server.storage import Compacted, DatabaseError, Db, Done, Result
from server.storage.engines.cipher import Key, expect_sound, unlock
from server.storage.engines.commits import Commits
from server.storage.engines.connection import Connection
from server.storage.engines.errors import named_errors
from server.storage.engines.jobs import Job, Outcome, closed, settle, tell
from server.storage.migrations import Migration, expect_newest, expect_newest_or_empty, migrate, version_of

# 3.51.3 repairs the corruption that a WAL reset could cause beside a checkpoint.
_OLDEST_SQLITE = (3, 51, 3)
_GROUP = 2000
_BUSY_MS = 5000

_log = structlog.get_logger()


class OldSqliteError(DatabaseError):
    """The SQLite that is installed is not to be trusted with a log."""


@dataclass(frozen=True, slots=True)
class _Alone:
    """A job outside of any transaction."""

    work: Callable[[], Outcome]
    done: Done


class Sqlite:
    """The engine of an instance on one machine.

    Writes that arrive while a commit runs share the next one: no delay is ever added. A write is on disk
    (WAL, ``synchronous=FULL``) before its result is told.
    """

    def __init__(
        self, path: Path, *, key: Key | None = None, max_bytes: int = 0, as_it_is: bool = False
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self.failed = asyncio.Event()
        self.standbys: str | None = None
        self.keeps_copies = False
        self._jobs: SimpleQueue[Job | _Alone | None] = SimpleQueue()
        self._in_hand: list[Job | _Alone] = []
        self._is_closed = False
        self._writer = threading.Thread(target=self._run_writer, name="sqlite-writer", daemon=True)
        self._readers = ThreadPoolExecutor(1, thread_name_prefix="sqlite-reader")
        self._connect_reader = partial(connect, path, key=key, as_it_is=True)
        self._commits = Commits(partial(connect, path, key=key, max_bytes=max_bytes, as_it_is=as_it_is))
        self._reading: Connection | None = None

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        path: Path,
        *,
        key: Key | None = None,
        max_bytes: int = 0,
        as_it_is: bool = False,
        updates: bool = True,
        up_to: int | None = None,
    ) -> AsyncIterator["Sqlite"]:
        """Open and migrate the file; at the end every write that was asked for is on disk.

        A new one is encrypted under `key`, if any; one that is there must be, or NotADatabaseError is raised.
        Beyond `max_bytes` (0: no limit) it takes no write, as on a full disk. With `as_it_is` the file is not
        migrated, and keeps its bytes where something is wrong with it. Without `updates` an empty file gets
        its tables, and one of an earlier version is refused. `up_to` is the last migration that is applied,
        for rows from then. Raises DatabaseError.
        """
        engine = cls(path, key=key, max_bytes=max_bytes, as_it_is=as_it_is)
        is_sound = True
        try:
            with named_errors():
                engine._reading = engine._connect_reader()
                schema = Schema(engine._reading)
                if as_it_is:
                    expect_newest(schema)
                else:
                    engine._migrate(schema, updates=updates, up_to=up_to)
                engine._reading.execute("PRAGMA query_only = 1")
            engine._writer.start()
            yield engine
        except DatabaseError:
            is_sound = False
            raise
        finally:
            engine._is_closed = True
            await asyncio.to_thread(engine._close, is_sound=is_sound)

    async def read(self, work: Callable[[Db], Result], /) -> Result:
        """Run `work` on what is committed now, all of it in one transaction. Raises DatabaseError."""
        return await self._loop.run_in_executor(self._readers, partial(self._read, work))

    async def write(self, work: Callable[[Db], Result], /) -> Result:
        """Run `work` in the next commit and return its result once that is on disk.

        Raises what `work` raised (and then keeps nothing of it), DatabaseError for a wrong statement, or
        DiskTroubleError.
        """
        future: asyncio.Future[Result] = self._loop.create_future()
        self.submit(work, partial(settle, future))
        return await future

    async def compact(self) -> Compacted:
        """Write the file anew while nobody else writes. Raises DiskTroubleError."""
        compacted: Compacted = await self._alone(self._commits.compact)
        return compacted

    async def expect_sound(self) -> None:
        """Read every page. Raises DamagedDatabaseError."""
        await self.read(expect_sound)

    async def empty_log(self) -> bool:
        """Whether the log is empty now. Raises DiskTroubleError."""
        is_empty: bool = await self._alone(self._commits.empty_log)
        return is_empty

    def submit(self, work: Callable[[Db], object], done: Done, /) -> None:
        """Like `write`, for the way of a keystroke: `done(result, error)` is called in the event loop.

        `work` may run twice: again alone, after another in its group has failed.
        """
        if self._is_closed:
            self._loop.call_soon(done, None, closed())
        else:
            self._jobs.put(Job(work, done))

    def _migrate(self, database: "Schema", *, updates: bool, up_to: int | None) -> None:
        # Before anything is changed: it may be the database of another program.
        (version_of if updates else expect_newest_or_empty)(database)
        database.keep_a_log()
        migrate(database, up_to)

    async def _alone(self, work: Callable[[], Outcome]) -> Any:
        if self._is_closed:
            raise closed()
        future: asyncio.Future[Any] = self._loop.create_future()
        self._jobs.put(_Alone(work, partial(settle, future)))
        return await future

    @named_errors()
    def _read(self, work: Callable[[Db], Result]) -> Result:
        connection = self._reading
        if connection is None:
            connection = self._connect_reader()
            connection.execute("PRAGMA query_only = 1")
            self._reading = connection
        try:
            with connection:
                result = work(connection)
        finally:
            if connection.txn_state() != apsw.SQLITE_TXN_NONE:
                # Its end failed, or a cursor is left: all that is read from now on would be of this moment.
                self._reading = None
                connection.close(True)  # noqa: FBT003 - apsw's only spelling of "discard what is open"
        return result

    def _run_writer(self) -> None:
        try:
            self._write_forever()
        except BaseException:  # noqa: BLE001 - `Commits` raises nothing: this is beyond repair
            self._loop.call_soon_threadsafe(self._give_up)
            _log.critical("the writing thread has ended", exc_info=True)

    def _write_forever(self) -> None:
        while (first := self._jobs.get()) is not None:
            self._in_hand.append(first)
            if isinstance(first, _Alone):
                outcomes = [first.work()]
            else:
                outcomes = self._commits.commit([first.work, *self._also_waiting()])
            self._loop.call_soon_threadsafe(tell, self._loop, self._in_hand, outcomes)
            self._in_hand = []

    def _give_up(self) -> None:
        """Tell everybody who waits, and from now on everybody who asks, that nothing is written."""
        self._is_closed = True
        left = self._in_hand
        with suppress(Empty):
            while True:
                if (job := self._jobs.get_nowait()) is not None:
                    left.append(job)
        tell(self._loop, left, [Outcome(None, closed())] * len(left))
        self.failed.set()

    def _also_waiting(self) -> Iterator[Callable[[Db], object]]:
        """The other waiting jobs, for the same commit."""
        for _ in range(min(_GROUP, self._jobs.qsize())):
            job = self._jobs.get()
            if not isinstance(job, Job):
                self._jobs.put(job)
                return
            self._in_hand.append(job)
            yield job.work

    def _close(self, *, is_sound: bool) -> None:
        self._jobs.put(None)
        if self._writer.is_alive():
            self._writer.join()
        self._readers.shutdown()
        self._commits.close()
        if self._reading is not None:
            if is_sound:  # the last connection merges the log into the file
                self._reading.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0)
            self._reading.close()


class Schema:
    """That of the database of a connection."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection

    def keep_a_log(self) -> None:
        """From now on commits are written to a log beside the file."""
        self._connection.execute("PRAGMA journal_mode = WAL")

    def version_before(self) -> int:
        return int(self._connection.pragma("user_version"))

    def tables(self) -> Collection[str]:
        return [
            name
            for (name,) in self._connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        ]

    def applied(self) -> Mapping[int, str]:
        return dict(self._connection.execute("SELECT number, hash FROM schema_migrations"))

    def apply(self, script: str, done: Iterable[tuple[Migration, int | None]], /) -> None:
        with named_errors(), self._connection:
            self._connection.execute(script)
            for migration, at in done:
                self._connection.execute(
                    "INSERT INTO schema_migrations (number, name, hash, applied_at) VALUES (?, ?, ?, ?)",
                    (migration.number, migration.name, migration.hash, at),
                )
                # Programs from before that table refuse a database that is newer than they are by this.
                self._connection.execute(f"PRAGMA user_version = {migration.number}")


def connect(path: Path, *, key: Key | None = None, max_bytes: int = 0, as_it_is: bool = False) -> Connection:
    """A connection whose commits are on disk when they return; `as_it_is` leaves the file and its log so."""
    connection = Connection(str(path))
    if key is not None:
        unlock(connection, key)
    configure(connection, as_it_is=as_it_is)
    if max_bytes:
        # SQLite never takes less than there is: a file that is larger already just grows no more.
        most = max(1, max_bytes // int(connection.pragma("page_size")))
        connection.execute(f"PRAGMA max_page_count = {most}")
    return connection


def sqlite_version() -> str:
    """The version of SQLite that is inside the wheel."""
    return apsw.sqlite_lib_version()


def configure(connection: apsw.Connection, *, as_it_is: bool = False) -> None:
    """Make a connection durable. Raises OldSqliteError where SQLite is too old to be trusted with that."""
    if tuple(int(part) for part in sqlite_version().split(".")) < _OLDEST_SQLITE:
        message = f"SQLite {sqlite_version()} can corrupt its log: 3.51.3 or newer is needed"
        raise OldSqliteError(message)
    connection.set_busy_timeout(_BUSY_MS)
    if as_it_is:
        connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    else:
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    # Deleted or overwritten bytes are zeroed in their page.
    connection.execute("PRAGMA secure_delete = ON")
