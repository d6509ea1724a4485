"""Asks silent connections whether their clients are still there, a few at a time."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Protocol

# A client that is silent for one to two rounds is asked; one round later it must have answered.
ROUND_S: Final = 10.0
_STEPS: Final = 20


class Beating(Protocol):
    """A connection, as far as it matters here."""

    def beat(self) -> None:
        """Called once a round."""


class Pulse:
    """All connections; those of one step are asked at once."""

    def __init__(self) -> None:
        self._steps: list[set[Beating]] = [set() for _ in range(_STEPS)]
        self._now = 0

    @contextmanager
    def of(self, connection: Beating) -> Iterator[None]:
        """Look after a connection meanwhile."""
        step = min(self._steps, key=len)
        step.add(connection)
        try:
            yield
        finally:
            step.discard(connection)

    async def run(self, round_s: float = ROUND_S) -> None:
        """Beat for ever."""
        while True:
            await asyncio.sleep(round_s / _STEPS)
            self.beat()

    def beat(self) -> None:
        """One step."""
        self._now = (self._now + 1) % _STEPS
        for connection in list(self._steps[self._now]):
            connection.beat()
