"""Where those wait who have sent more than is taken in at once: they share some of each round of the loop."""

import asyncio
from collections import deque
from collections.abc import Callable
from time import perf_counter
from typing import Final

# Everybody else waits for so long at the most, however many flood.
AT_ONCE_S: Final = 0.002


class Lane:
    """Turns are given in the order in which they were asked for."""

    def __init__(self) -> None:
        self._waiting: deque[Callable[[], None]] = deque()
        self._goes_on = False
        self._loop = asyncio.get_running_loop()

    def ask(self, turn: Callable[[], None]) -> None:
        """Call `turn` when it is its turn, never at once."""
        self._waiting.append(turn)
        if not self._goes_on:
            self._goes_on = True
            self._loop.call_soon(self._go_on)

    def _go_on(self) -> None:
        end = perf_counter() + AT_ONCE_S
        try:
            # Who asks again meanwhile comes in the next round: others are read first.
            for _ in range(len(self._waiting)):
                self._waiting.popleft()()
                if perf_counter() > end:
                    break
        finally:
            self._goes_on = bool(self._waiting)
            if self._goes_on:
                self._loop.call_soon(self._go_on)
