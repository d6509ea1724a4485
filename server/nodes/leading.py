"""Leader election among nodes: a lock in a session of PostgreSQL, asked for each second, and what bounds it.

PostgreSQL may end the session before its leader knows. That one stops unless its session answers within
`lease_s` of the last time that it was asked; a new leader waits for longer before it begins.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic
from typing import Final, NamedTuple, NoReturn, Self

import structlog
from psycopg import OperationalError

from server.nodes.connecting import TROUBLE, connect, sever, within
from server.storage import leadership
from server.storage.ownership import Connection


class Times(NamedTuple):
    """`rest_s` is longer than `lease_s` by what it may take to cancel what is under way."""

    pulse_s: float = 1.0
    lease_s: float = 3.0
    rest_s: float = 5.0


_USUAL: Final = Times()

_log = structlog.get_logger(__name__)


class Leading:
    """`Leader` where there may be several nodes."""

    is_only = False

    def __init__(self, database: str, times: Times) -> None:
        self._database = database
        self._times = times
        self._begun = asyncio.Event()
        self._over = asyncio.Event()

    @classmethod
    @asynccontextmanager
    async def open(cls, database: str, times: Times = _USUAL) -> AsyncIterator[Self]:
        leading = cls(database, times)
        standing = asyncio.create_task(leading._stand_for_ever())
        try:
            yield leading
        finally:
            standing.cancel()
            await asyncio.wait({standing})

    @property
    def is_leading(self) -> bool:
        return self._begun.is_set()

    async def elected(self) -> asyncio.Event:
        await self._begun.wait()
        return self._over

    async def _stand_for_ever(self) -> None:
        log = structlog.get_logger(__name__)
        while True:
            try:
                await self._stand()
            except TROUBLE as error:
                log.info("this node does not lead", why=type(error).__name__)
            except Exception:
                log.exception("this node could not stand for leader")
            await asyncio.sleep(self._times.pulse_s)

    async def _stand(self) -> None:
        """Until the session is lost. Raises OSError or psycopg's Error."""
        db = await connect(self._database)
        try:
            lease_s = self._times.lease_s
            await within(lease_s, db, leadership.end_when_silent(db, lease_s))
            await self._lead(db, await self._elected(db))
        finally:
            self._end()
            sever(db)
            await db.close()

    async def _elected(self, db: Connection) -> float:
        """Ask until nobody else leads; when it was asked for the last time."""
        while True:
            asked = monotonic()
            if await within(self._times.lease_s, db, leadership.take(db)):
                return asked
            await asyncio.sleep(self._times.pulse_s)

    async def _lead(self, db: Connection, asked: float) -> NoReturn:
        begins = monotonic() + self._times.rest_s
        while True:
            await asyncio.sleep(self._times.pulse_s)
            was_asked, asked = asked, monotonic()
            left_s = was_asked + self._times.lease_s - asked
            if not await within(left_s, db, leadership.is_held(db), by_clock=True):
                raise OperationalError("another session answers: the leader needs one of its own")
            if not self.is_leading and asked >= begins:
                self._begin()

    def _begin(self) -> None:
        self._over = asyncio.Event()
        self._begun.set()
        _log.info("this node leads: it sends mails and prunes")

    def _end(self) -> None:
        if self.is_leading:
            _log.warning("this node leads no more")
        self._begun.clear()
        self._over.set()
