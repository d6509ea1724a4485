"""Long messages are taken in one at a time, so that whoever sends many of them slows only themselves down."""

import asyncio
from collections.abc import Iterator
from typing import Final
from weakref import WeakValueDictionary

from crdt.seat import Seat
from server.live.open_note import Hosting

# Shorter ones are done before anybody could notice.
LONG_BYTES: Final = 4096
AT_ONCE_S: Final = 0.005


class Turns:
    """Between two pieces of work on a long message everybody else has a turn."""

    def __init__(self) -> None:
        self._of_visitor: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._lane = asyncio.Lock()
        self._loop = asyncio.get_running_loop()

    async def take(self, hosting: Hosting, seat: Seat, message: bytes) -> None:
        """Take a message in; return once all of it is in the note, or its connection has ended."""
        if len(message) <= LONG_BYTES:
            hosting.receive(seat, message)
            return
        work = hosting.receiving(seat, message)
        if self._is_done(work):
            return
        mine = self._of_visitor.setdefault(seat.owner, asyncio.Lock())
        async with mine, self._lane:
            while not self._is_done(work):  # noqa: ASYNC110 - the turn of everybody else
                await asyncio.sleep(0)

    def _is_done(self, work: Iterator[None]) -> bool:
        """Work on for some milliseconds."""
        end = self._loop.time() + AT_ONCE_S
        return all(self._loop.time() < end for _ in work)
