"""Incarnation: one life of this process among the nodes, from its number to the loss of its lease."""

import asyncio
import secrets
from collections.abc import Callable, Coroutine
from contextlib import suppress
from time import monotonic
from typing import Final

import psycopg
import structlog

from server.nodes.connecting import TROUBLE, connect, sever, within
from server.nodes.seals import AddressSeal
from server.nodes.shared_clock import SharedClock
from server.storage import ownership
from server.storage.ownership import LEASE_S, Connection, SoleError

PULSE_S: Final = 1.0
RETRY_S: Final = 0.25
_BITS: Final = 63
# A lease is looked at when it is over, and not just before.
_BEHIND_S: Final = 0.02

_log = structlog.get_logger(__name__)


class Incarnation:
    """`number` is 0 while there is none.

    `born` is called with each number, `over` with the reason when one ends, both before anything else runs;
    `pulsed` after each pulse, on its connection, and says in how many seconds another one is due; `heard`
    with what a node has said to all.
    """

    def __init__(
        self,
        database: str,
        *,
        url: str,
        seal: AddressSeal,
        schema: int,
        born: Callable[[int], None],
        over: Callable[[str], None],
        pulsed: Callable[[Connection], Coroutine[None, None, float]],
        heard: Callable[[str], None],
    ) -> None:
        self.number = 0
        self._is_lost = True
        self._database = database
        self._url = url
        self._seal = seal
        self._schema = schema
        self._born = born
        self._is_over = over
        self._pulsed = pulsed
        self._heard = heard
        self._last = 0
        self._next_s = PULSE_S
        self._alive_until = 0.0
        self._clock = SharedClock()
        self._db: Connection | None = None
        self._living: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin the first one. Raises OSError, psycopg's Error, SoleError."""
        await self._begin()
        self._living = asyncio.create_task(self._live())

    async def close(self) -> None:
        """End as a node that lets everything go: nobody waits for its lease."""
        if self._living is not None:
            self._living.cancel()
            await asyncio.wait({self._living})
        number, self.number = self.number, 0
        if self._db is None:
            return
        with suppress(*TROUBLE):
            await within(1.0, self._db, ownership.end(self._db, number))
        await self._db.close()

    @property
    def is_blind(self) -> bool:
        """PostgreSQL may be away, or this process slept and may have been buried: nobody is let in."""
        return self._is_lost or monotonic() >= self._alive_until

    def now_ms(self) -> int:
        """The database's clock, which all nodes share; in ms since 1970."""
        return self._clock.now_ms()

    def lost(self) -> None:
        """A connection to PostgreSQL was lost: until the next pulse nobody knows whether we are alive."""
        self._is_lost = True

    async def _begin(self) -> None:
        db = await connect(self._database)
        try:
            number, began = secrets.randbits(_BITS) or 1, monotonic()
            place = ownership.Place(number, self._url, self._seal.of(number, self._url))
            beginning = ownership.begin(db, place, schema=self._schema, before=self._last)
            await within(LEASE_S, db, beginning)
            asked = monotonic()
            now = await within(LEASE_S, db, ownership.pulse(db, number)) or 0
        except BaseException:
            sever(db)
            await db.close()
            raise
        self._db, self.number, self._last, self._alive_until = db, number, number, began + LEASE_S
        self._clock.said(now, asked=asked)
        self._born(number)
        self._is_lost = False
        _log.info("this node is alive", node=number)

    async def _live(self) -> None:
        while True:
            try:
                await self._listen()
                await self._pulse()
            except TROUBLE as error:
                self._end(f"no pulse: {type(error).__name__}")
                await self._begin_again()

    async def _listen(self) -> None:
        """Hear what others say until the next pulse."""
        if self._db is None:
            raise psycopg.OperationalError("there is no session")
        async for notice in self._db.notifies(timeout=self._next_s):
            self._heard(notice.payload)

    async def _pulse(self) -> None:
        if self._db is None:
            raise psycopg.OperationalError("there is no session")
        await self._renew(self._db)
        while (left_s := self._alive_until - monotonic()) <= 0:  # it slept while it was asking
            await self._renew(self._db)
        self._is_lost = False
        self._next_s = PULSE_S
        try:
            due_s = await within(left_s, self._db, self._pulsed(self._db))
            self._next_s = min(PULSE_S, due_s + _BEHIND_S)
        except psycopg.errors.LockNotAvailable:
            _log.info("a commit of a dead node is under way; it is looked at again")

    async def _renew(self, db: Connection) -> None:
        """Ask until the lease is over. After it, as this process slept, the fence says whether it goes on."""
        began = monotonic()
        left_s = self._alive_until - began
        now = await within(left_s if left_s > 0 else LEASE_S, db, ownership.pulse(db, self.number))
        if now is None:
            raise psycopg.OperationalError("another node declared this one dead")
        if left_s <= 0:
            _log.warning("this node slept for longer than its lease, and goes on", node=self.number)
        self._alive_until = began + LEASE_S
        self._clock.said(now, asked=began)

    def _end(self, why: str) -> None:
        """Nothing of this incarnation is written any more; whether it was buried or not."""
        number, self.number, self._is_lost = self.number, 0, True
        if self._db is not None:
            sever(self._db)
        _log.warning("this node begins anew", node=number, why=why)
        self._is_over(why)

    async def _begin_again(self) -> None:
        if self._db is not None:
            await self._db.close()
            self._db = None
        while True:
            try:
                await self._begin()
            except (*TROUBLE, SoleError):
                await asyncio.sleep(RETRY_S)
            else:
                return
