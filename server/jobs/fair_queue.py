"""Fair queue: turns by network, then by browser, `places` jobs at a time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from export.errors import Busy
from server.jobs.asker import Asker
from server.jobs.fair_order import LEAST_S, FairOrder

MOST_OF_ONE: Final = 100
MOST_OF_ALL: Final = 400


class FairQueue:
    """Bounded: when it is full the newest job goes of those who ask for most, and not the one that comes."""

    def __init__(self, places: int = 1, *, most_of_one: int = MOST_OF_ONE, most: int = MOST_OF_ALL) -> None:
        self._order: FairOrder[asyncio.Future[None]] = FairOrder()
        self._places = places
        self._free = places
        self._most_of_one = most_of_one
        self._most = most

    @asynccontextmanager
    async def turn(self, asker: Asker) -> AsyncIterator[None]:
        """Wait for the asker's next turn, and give it on afterwards. Raises Busy."""
        if self._free:
            self._free -= 1
            self._order.charge(asker, LEAST_S)
        else:
            await self._wait(asker)
        clock = asyncio.get_running_loop().time
        started = clock()
        try:
            yield
        finally:
            self._order.charge(asker, max(0.0, clock() - started - LEAST_S))
            self._pass_on()

    @property
    def is_free(self) -> bool:
        """Whether a new job would start at once."""
        return self._free > 0

    def before(self, asker: Asker) -> int:
        """How many jobs come before the asker's last one, the running one included; 0 where none waits."""
        return self._order.before(asker) + (not self._free) if self._order.of(asker) else 0

    async def _wait(self, asker: Asker) -> None:
        if self._order.of(asker) >= self._most_of_one:
            raise Busy(len(self._order))
        mine = asyncio.get_running_loop().create_future()
        self._order.add(asker, mine)
        if len(self._order) > self._most:
            _, dropped = self._order.drop()
            dropped.set_exception(Busy(len(self._order)))
        try:
            await mine
        except asyncio.CancelledError:
            if not self._order.discard(asker, mine) and not mine.cancelled() and mine.exception() is None:
                self._pass_on()  # the turn came at the same moment
            raise

    def _pass_on(self) -> None:
        """The place stays taken while a job waits for it, so that none overtakes."""
        while len(self._order):
            _, job = self._order.pop()
            if not job.done():
                job.set_result(None)
                return
        self._free += 1
        if self._free == self._places:
            self._order.forget()
