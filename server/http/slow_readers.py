"""Slow readers: drops stalled connections, and the largest buffers when all together exceed a limit.

Closing such a connection is not enough: what waits would be kept until it is read.
"""

import array
import asyncio
import fcntl
import termios
from contextlib import suppress
from typing import Final
from weakref import WeakKeyDictionary

LOOK_EVERY_S: Final = 2.0
# A slow network takes a few bytes at least in so long; a page that is cut off comes back with all it has.
STALLED_S: Final = 15.0
MOST_BYTES: Final = 64 * 1024 * 1024


class Unread:
    """The write buffers of all connections; one is stalled of which nothing has left for so long.

    What the system has and the other end has not counts too: it takes much at a time, a slow network little.
    """

    def __init__(self, *, most: int = MOST_BYTES, stalled_s: float = STALLED_S) -> None:
        self._most = most
        self._stalled_s = stalled_s
        # The least that has been left since a buffer was empty, and since when.
        self._seen: WeakKeyDictionary[asyncio.Transport, tuple[int, float]] = WeakKeyDictionary()

    def __len__(self) -> int:
        return len(self._seen)

    def watch(self, transport: asyncio.Transport) -> None:
        """Look after a connection until it is gone."""
        self._seen[transport] = (0, 0.0)

    async def run(self, every_s: float = LOOK_EVERY_S) -> None:
        """Look for ever."""
        while True:
            await asyncio.sleep(every_s)
            self.look(asyncio.get_running_loop().time())

    def look(self, now: float) -> None:
        """End the connections that must end at this moment."""
        held: list[tuple[int, asyncio.Transport]] = []
        for transport, (lowest, since) in list(self._seen.items()):
            size = transport.get_write_buffer_size()
            if size == 0:
                if lowest:
                    self._seen[transport] = (0, now)
                continue
            left = size + _on_its_way(transport)
            if lowest == 0 or left < lowest:
                self._seen[transport] = (left, now)
                held.append((size, transport))
            elif now - since >= self._stalled_s:
                transport.abort()
            else:
                held.append((size, transport))
        self._make_room(held)

    def _make_room(self, held: list[tuple[int, asyncio.Transport]]) -> None:
        total = sum(size for size, _ in held)
        if total <= self._most:
            return
        for size, transport in sorted(held, key=lambda each: each[0], reverse=True):
            transport.abort()
            total -= size
            if total <= self._most:
                return


def _on_its_way(transport: asyncio.Transport) -> int:
    """The bytes that the system has and the other end has not; 0 where it does not tell. Source: tcp(7)."""
    own, many = transport.get_extra_info("socket"), array.array("i", [0])
    with suppress(OSError, ValueError, AttributeError):
        fcntl.ioctl(own.fileno(), termios.TIOCOUTQ, many)
    return many[0]
