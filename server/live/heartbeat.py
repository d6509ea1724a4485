"""Heartbeat: pings silent connections, a few at a time."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Protocol

# A client silent for one to two rounds is pinged; it must answer within another round.
ROUND_S: Final = 10.0
_STEPS: Final = 20


class Beating(Protocol):
    """The part of a connection that is used here."""

    def beat(self) -> None:
        """Called once a round."""


class Heartbeat:
    """All connections, spread over the steps of a round."""

    def __init__(self) -> None:
        self._steps: list[set[Beating]] = [set() for _ in range(_STEPS)]
        self._now = 0

    @contextmanager
    def of(self, connection: Beating) -> Iterator[None]:
        """Ping a connection inside the block."""
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
