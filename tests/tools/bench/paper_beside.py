"""Time to acknowledge a keystroke, alone and while ten notes print."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import cycle
from pathlib import Path
from typing import Final

from aiohttp import ClientSession

from tests.served import Served
from tests.tools.bench.crowd import LONGEST_S, SHORTEST_S
from tests.tools.bench.deliveries import percentile
from tests.tools.bench.paper_text import long_text
from tests.tools.faults.lines import Line
from tests.visitor import LED_HERE
from tests.wire.notes import OnServer

TYPING: Final = 10
PRINTING: Final = 10
_PAUSE_S: Final = (SHORTEST_S + LONGEST_S) / 2
# Each note is printed once a round, because a second print would come from the cache.
_NOTES: Final = 60


class _Typist(Line):
    """A `Line` that records the time from each letter to its acknowledgement."""

    def __init__(
        self,
        path: str,
        heard: Callable[[int, int, int], None] | None = None,
        *,
        headers: str = "",
        writes: Callable[[], bytes] | None = None,
    ) -> None:
        super().__init__(path, heard, headers=headers, writes=writes)
        self.took_ns: list[int] = []
        self._waiting: deque[tuple[int, int]] = deque()

    async def type_for(self, seconds: float, client: int) -> None:
        """Open-loop typing at a steady rate."""
        end = time.perf_counter() + seconds
        due = time.perf_counter() + _PAUSE_S * (client % TYPING) / TYPING
        while (due := due + _PAUSE_S) < end:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            self._waiting.append((self.sent + 1, time.perf_counter_ns()))
            self.types(client)

    def _take(self, kind: int, content: bytes) -> None:
        super()._take(kind, content)
        now = time.perf_counter_ns()
        while self._waiting and self._waiting[0][0] <= self.acknowledged:
            self.took_ns.append(now - self._waiting.popleft()[1])


async def acknowledged(folder: Path, *, rounds: int, seconds: float) -> list[dict[str, float]]:
    """Percentiles (ms) alone and beside printing, alternating; and the number of notes printed."""
    with Served(folder / "data") as server:
        note = await OnServer.make(server, "# Le fret ferroviaire\n\n")
        lines = [await _Typist.open(note.sync) for _ in range(TYPING)]
        came = []
        for round_ in range(rounds):
            printable = [await OnServer.make(server, long_text(1)) for _ in range(_NOTES)]
            alone = await _type(lines, seconds)
            async with _printing(printable) as printed:
                beside = await _type(lines, seconds)
            came.append(
                {
                    "alone_p50_ms": percentile(alone, 0.5) / 1e6,
                    "alone_p99_ms": percentile(alone, 0.99) / 1e6,
                    "beside_p50_ms": percentile(beside, 0.5) / 1e6,
                    "beside_p99_ms": percentile(beside, 0.99) / 1e6,
                    "printed": len(printed),
                    "repetition": round_,
                }
            )
        for line in lines:
            assert not line.is_over.is_set(), f"a line was closed with {line.code}"
            line.close()
    return came


async def _type(lines: list[_Typist], seconds: float) -> list[int]:
    for line in lines:
        line.took_ns.clear()
    # Each line has its own client id and continues its clock.
    await asyncio.gather(*(line.type_for(seconds, 1000 + number) for number, line in enumerate(lines)))
    await asyncio.sleep(1)
    return sorted(took for line in lines for took in line.took_ns)


@asynccontextmanager
async def _printing(notes: list[OnServer]) -> AsyncIterator[list[int]]:
    """Ten clients print notes in a loop; yields the sizes of the PDFs (bytes)."""
    printed: list[int] = []
    left = cycle(notes)

    async def ask(session: ClientSession) -> None:
        while True:
            note = next(left)
            async with session.get(f"{note.served.url}/n/{note.edit}/note.pdf") as answer:
                answer.raise_for_status()
                printed.append(len(await answer.read()))

    async with ClientSession(headers=LED_HERE) as session:
        asking = [asyncio.create_task(ask(session)) for _ in range(PRINTING)]
        try:
            yield printed
        finally:
            for task in asking:
                task.cancel()
            for outcome in await asyncio.gather(*asking, return_exceptions=True):
                if isinstance(outcome, Exception):
                    raise outcome
