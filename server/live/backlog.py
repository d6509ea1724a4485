"""Backlog of connections over their budget: together they get 2 ms of each tick of the event loop."""

import asyncio
from collections import deque
from collections.abc import Callable
from time import perf_counter
from typing import Final

# The longest that all others wait in one tick, however many connections flood.
AT_ONCE_S: Final = 0.002


class Backlog:
    """First in, first out."""

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
            # A callback that asks again meanwhile runs in the next tick: others are read first.
            for _ in range(len(self._waiting)):
                self._waiting.popleft()()
                if perf_counter() > end:
                    break
        finally:
            self._goes_on = bool(self._waiting)
            if self._goes_on:
                self._loop.call_soon(self._go_on)
