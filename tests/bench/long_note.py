"""A paper that somebody typed in 259,778 edits, typed again one message an edit, and then opened."""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Final

from tests.bench.crowd import Crowd
from tests.bench.hearing import Heard, Hearing
from tests.bench.person import Person, Site
from tests.bench.probe import cpu_s, memory_mb
from tests.bench.typing_people import Figures

WINDOW: Final = 200
SETTLE_S: Final = 12.0
JOINS: Final = 7
PATIENCE_S: Final = 180.0


def read_edits(path: Path) -> list[bytes]:
    """The updates of `peers/trace.mjs`."""
    content, at, edits = path.read_bytes(), 0, []
    while at < len(content):
        size = int.from_bytes(content[at : at + 4], "little")
        edits.append(content[at + 4 : at + 4 + size])
        at += 4 + size
    return edits


async def write(site: Site, edits: Sequence[bytes], *, settle_s: float = SETTLE_S) -> Figures:
    """Type all, at most so many unseen by another; then memory, and how long it takes to join."""
    crowd = await Crowd.come(site, ["paper"], each=2)
    author, watcher = crowd.people
    author.will_type(None)
    seen = asyncio.Event()

    def mark(_: Heard) -> None:
        seen.set()

    watcher.told = mark
    began, cpu = time.perf_counter(), cpu_s(site.pid)
    async with asyncio.timeout(PATIENCE_S):
        for start in range(0, len(edits), WINDOW):
            for edit in edits[start : start + WINDOW]:
                author.send(edit)
            seen.clear()
            # A letter of one's own behind them: who has seen it has seen them.
            author.type()
            await seen.wait()
    took = time.perf_counter() - began
    spent = cpu_s(site.pid) - cpu
    await asyncio.sleep(settle_s)
    figures = {
        "edits_s": len(edits) / took,
        "cpu_pct": 100 * spent / took,
        "memory_mb": memory_mb(site.pid),
        "warm_ms": await _joins(site, crowd.hearing),
        "missing": await crowd.missing(["paper"]),
        "closed": crowd.hearing.closed,
    }
    await crowd.leave()
    return figures


async def open_again(site: Site) -> Figures:
    """After a restart: the first join loads the note."""
    hearing = Hearing()
    first = await Person.join(site, "paper", hearing, client=9000)
    figures = {
        "cold_ms": first.joined_ms,
        "loaded_bytes": len(first.state),
        "reopened_mb": memory_mb(site.pid),
    }
    await first.leave()
    return figures


async def _joins(site: Site, hearing: Hearing) -> float:
    took = []
    for number in range(JOINS):
        person = await Person.join(site, "paper", hearing, client=8000 + number)
        took.append(person.joined_ms)
        await person.leave()
        await asyncio.sleep(0.05)
    return median(took)
