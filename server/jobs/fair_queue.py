"""Fair queue: round robin over visitors, `places` jobs at a time."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from export.errors import Busy

MOST_OF_ONE: Final = 100
MOST_OF_ALL: Final = 400


class FairQueue:
    """One FIFO per visitor; the FIFOs are served round robin, `places` at a time."""

    def __init__(self, places: int = 1, *, most_of_one: int = MOST_OF_ONE, most: int = MOST_OF_ALL) -> None:
        self._rows: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self._free = places
        self._most_of_one = most_of_one
        self._most = most
        self._waiting = 0

    @asynccontextmanager
    async def turn(self, who: str) -> AsyncIterator[None]:
        """Wait for the next turn of `who`, and give it on afterwards. Raises Busy."""
        if self._free:
            self._free -= 1
        else:
            await self._wait(who)
        try:
            yield
        finally:
            self._pass_on()

    @property
    def is_free(self) -> bool:
        """Whether a new job would start at once."""
        return self._free > 0

    def before(self, who: str) -> int:
        """How many jobs come before the last one of `who`, the running one included."""
        rows = {one: sum(not job.done() for job in row) for one, row in self._rows.items()}
        if not (mine := rows.get(who, 0)):
            return 0
        order = list(rows)
        place = order.index(who)
        others = sum(min(rows[one], mine - (at > place)) for at, one in enumerate(order) if one != who)
        return (not self._free) + mine - 1 + others

    async def _wait(self, who: str) -> None:
        row = self._rows.setdefault(who, deque())
        if len(row) >= self._most_of_one or self._waiting >= self._most:
            raise Busy(self._waiting)
        mine = asyncio.get_running_loop().create_future()
        row.append(mine)
        self._waiting += 1
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():  # the turn came at the same moment
                self._pass_on()
            raise
        finally:
            self._waiting -= 1

    def _pass_on(self) -> None:
        """The place stays taken while a job waits for it, so that none overtakes."""
        while self._rows:
            who, row = next(iter(self._rows.items()))
            while row and row[0].done():
                row.popleft()
            if not row:
                del self._rows[who]
                continue
            row.popleft().set_result(None)
            if row:
                self._rows.move_to_end(who)
            else:
                del self._rows[who]
            return
        self._free += 1
