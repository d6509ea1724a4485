"""Connections to PostgreSQL that never wait long for a silent server."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Final, TypeAlias, TypeVar

from psycopg import AsyncConnection, Error, OperationalError

from server.storage.ownership import Connection

Result = TypeVar("Result")
Work: TypeAlias = Callable[[Connection], Coroutine[None, None, Result]]

TROUBLE: Final = (OSError, Error)
"""What may come of any statement."""

# A statement of ours takes milliseconds; one that takes that long stands behind a lock or a lost network.
STATEMENT_S: Final = 3.0
# So long counts what a process sleeps through, however long that was.
_AWAKE_S: Final = 0.25
_CONNECT_S: Final = 3.0
MOST: Final = 3
_OPTIONS: Final = "-c lock_timeout=1000 -c idle_in_transaction_session_timeout=3000"


async def connect(url: str) -> Connection:
    """A connection in autocommit. Raises OSError or psycopg's OperationalError."""
    try:
        async with asyncio.timeout(_CONNECT_S):
            return await AsyncConnection.connect(
                url,
                autocommit=True,
                connect_timeout=2,
                tcp_user_timeout=3000,
                keepalives=1,
                keepalives_idle=2,
                keepalives_interval=1,
                keepalives_count=2,
                options=_OPTIONS,
            )
    except TimeoutError as error:
        raise OperationalError("the database does not answer") from error


async def within(
    seconds: float, db: Connection, work: Coroutine[None, None, Result], *, by_clock: bool = False
) -> Result:
    """Run statements of a connection, which is cut when they take longer. Raises OperationalError then.

    The time counts while this process is awake: what it slept through says nothing of the server. `by_clock`:
    that counts too. A cancelled statement would be waited for: psycopg asks the server to end it, which may
    be what is silent.
    """
    task = asyncio.ensure_future(work)
    try:
        at_a_time = max(0.0, seconds) if by_clock else _AWAKE_S
        while seconds > 0 and not task.done():
            await asyncio.wait({task}, timeout=min(seconds, at_a_time))
            seconds -= at_a_time
        is_late = not task.done()
    except asyncio.CancelledError:
        await _ended(db, task)
        raise
    if is_late:
        await _ended(db, task)
        raise OperationalError("a statement took too long")
    return task.result()


async def _ended(db: Connection, task: asyncio.Future[Result]) -> None:
    sever(db)
    await asyncio.wait({task})
    if not task.cancelled():
        task.exception()  # that the connection was cut


def sever(db: Connection) -> None:
    """End a connection without a word, also under a statement that waits."""
    with suppress(OSError, OperationalError), socket.socket(fileno=os.dup(db.fileno())) as own:
        own.shutdown(socket.SHUT_RDWR)


class Desk:
    """At most `MOST` connections for short statements; each is opened when it is first needed, or lost."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._free: list[Connection] = []
        self._turns = asyncio.Semaphore(MOST)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """One of them, for one caller. It goes on only if it has come back sound."""
        async with self._turns:
            db = self._free.pop() if self._free else await connect(self._url)
            try:
                yield db
            except BaseException:
                await db.close()
                raise
            if db.closed:
                return
            self._free.append(db)

    async def run(self, work: Work[Result]) -> Result:
        """Run one statement. Raises OSError or psycopg's Error.

        A connection that lay unused may have ended meanwhile: then one new one is tried.
        """
        was_free = bool(self._free)
        try:
            async with self.connection() as db:
                return await within(STATEMENT_S, db, work(db))
        except OperationalError:
            if not was_free:
                raise
        await self.close()
        async with self.connection() as db:
            return await within(STATEMENT_S, db, work(db))

    async def close(self) -> None:
        free, self._free = self._free, []
        for db in free:
            await db.close()
