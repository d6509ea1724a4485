"""Heavy work that many may ask for: done once for all who wait, and not again soon."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

# A tenth of the time may go into it.
_REST: Final = 9


class Seldom:
    """Whoever asks for `work` while it runs waits for the next run, with all others who do."""

    def __init__(self, work: Callable[[], Awaitable[None]]) -> None:
        self._work = work
        self._turn = asyncio.Lock()
        self._asked = 0
        self._done = 0
        self._rests_until = 0.0

    async def ask(self) -> None:
        """Return once the work was begun after this call, and is done. Raises what it raises."""
        self._asked += 1
        mine = self._asked
        async with self._turn:
            if self._done >= mine:
                return
            loop = asyncio.get_running_loop()
            await asyncio.sleep(max(0.0, self._rests_until - loop.time()))
            covers, began = self._asked, loop.time()
            try:
                await self._work()
                self._done = covers
            finally:
                self._rests_until = loop.time() + _REST * (loop.time() - began)
