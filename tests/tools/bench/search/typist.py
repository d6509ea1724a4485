"""A line on which somebody types, and which knows how long each letter waited until it was safe on disk."""

import asyncio
import random
import time
from collections import deque
from collections.abc import Sequence
from typing import Final

from crdt import frames
from tests.tools.bench.crowd import LONGEST_S, SHORTEST_S
from tests.tools.faults.lines import Line
from tests.yjs import STRING, block, update

_LOOK_S: Final = 0.001
_PATIENCE_S: Final = 20


class Typist(Line):
    """`waits` are nanoseconds from a letter to its acknowledgement."""

    def types(self, client: int) -> int:
        self._sent_at[self.sent + 1] = time.perf_counter_ns()
        return super().types(client)

    def writes_text(self, client: int, text: str) -> None:
        """A text after the last letter of the same client id, in one update."""
        left = (client, self.clock - 1) if self.clock else None
        message = frames.update(update([(client, self.clock, [block(STRING, text, left)])]))
        self.clock += len(text)
        self.sent += 1
        self._sent_at[self.sent] = time.perf_counter_ns()
        self.send(message)

    def takes_back(self, client: int, many: int) -> None:
        """Delete the last letters of this client id."""
        self.sent += 1
        self._sent_at[self.sent] = time.perf_counter_ns()
        self.send(frames.update(update([], {client: [(self.clock - many, many)]})))

    async def all_acknowledged(self) -> None:
        """Wait for them. Raises TimeoutError."""
        async with asyncio.timeout(_PATIENCE_S):
            # The line tells nobody; an event for each letter would cost more than the letter.
            while self._sent_at:  # noqa: ASYNC110
                await asyncio.sleep(_LOOK_S)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.waits: deque[int] = deque()
        self._sent_at: dict[int, int] = {}
        super().connection_made(transport)

    def _take(self, kind: int, content: bytes) -> None:
        super()._take(kind, content)
        now = time.perf_counter_ns()
        for number in [number for number in self._sent_at if number <= self.acknowledged]:
            self.waits.append(now - self._sent_at.pop(number))


async def type_for(seconds: float, typists: Sequence[Typist], *, seed: int) -> list[int]:
    """All type five to ten letters a second into their notes; the waits of their letters, in nanoseconds."""
    for typist in typists:
        typist.waits.clear()
    began = time.perf_counter()
    for number, (at, index) in enumerate(_presses(seconds, len(typists), seed)):
        early = began + at - time.perf_counter()
        if early > 0.001:
            await asyncio.sleep(early)
        elif number % 20 == 0:
            await asyncio.sleep(0)
        typists[index].types(1_000_000 + index)
    for typist in typists:
        await typist.all_acknowledged()
    return [wait for typist in typists for wait in typist.waits]


def _presses(seconds: float, many: int, seed: int) -> list[tuple[float, int]]:
    chance = random.Random(seed)
    presses = []
    for index in range(many):
        at = chance.uniform(0, LONGEST_S)
        while at < seconds:
            presses.append((at, index))
            at += chance.uniform(SHORTEST_S, LONGEST_S)
    return sorted(presses)
