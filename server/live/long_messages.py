"""Long messages are applied one at a time, in slices: a sender of many delays only itself."""

import asyncio
from collections.abc import Iterator
from typing import Final
from weakref import WeakValueDictionary

from crdt.seat import Seat
from server.live.open_note import OpenNote

# Shorter messages are applied at once.
LONG_BYTES: Final = 4096
AT_ONCE_S: Final = 0.005


class LongMessages:
    """Yields to the event loop between two slices of a long message."""

    def __init__(self) -> None:
        self._of_visitor: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._lock = asyncio.Lock()
        self._loop = asyncio.get_running_loop()

    async def take(self, open_note: OpenNote, seat: Seat, message: bytes) -> None:
        """Apply a message; return when all of it is in the note, or its connection has ended."""
        if len(message) <= LONG_BYTES:
            open_note.receive(seat, message)
            return
        work = open_note.receiving(seat, message)
        if self._is_done(work):
            return
        mine = self._of_visitor.setdefault(seat.owner, asyncio.Lock())
        async with mine, self._lock:
            while not self._is_done(work):  # noqa: ASYNC110 - lets others run
                await asyncio.sleep(0)

    def _is_done(self, work: Iterator[None]) -> bool:
        """Work on for some milliseconds."""
        end = self._loop.time() + AT_ONCE_S
        return all(self._loop.time() < end for _ in work)
