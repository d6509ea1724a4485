"""Replays a recorded paper of 259,778 edits, one message an edit, and opens it afterwards."""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Final

from tests.tools.bench.crowd import Crowd
from tests.tools.bench.deliveries import Deliveries, Received
from tests.tools.bench.person import Person, Site
from tests.tools.bench.probe import cpu_s, memory_mb
from tests.tools.bench.typing_people import Figures

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
    """Send all edits, at most WINDOW in flight; then measure memory and the time to join."""
    crowd = await Crowd.join(site, ["paper"], each=2)
    author, watcher = crowd.people
    author.take_place(None)
    seen = asyncio.Event()

    def mark(_: Received) -> None:
        seen.set()

    watcher.on_letters = mark
    began, cpu = time.perf_counter(), cpu_s(site.pid)
    async with asyncio.timeout(PATIENCE_S):
        for start in range(0, len(edits), WINDOW):
            for edit in edits[start : start + WINDOW]:
                author.send(edit)
            seen.clear()
            # A marker: once the watcher has it, the edits before it are delivered too.
            author.type()
            await seen.wait()
    took = time.perf_counter() - began
    spent = cpu_s(site.pid) - cpu
    await asyncio.sleep(settle_s)
    figures = {
        "edits_s": len(edits) / took,
        "cpu_pct": 100 * spent / took,
        "memory_mb": memory_mb(site.pid),
        "warm_ms": await _joins(site, crowd.deliveries),
        "missing": await crowd.missing(["paper"]),
        "closed": crowd.deliveries.closed,
    }
    await crowd.leave()
    return figures


async def open_again(site: Site) -> Figures:
    """After a restart: the first join loads the note from the store."""
    deliveries = Deliveries()
    first = await Person.join(site, "paper", deliveries, client=9000)
    figures = {
        "cold_ms": first.joined_ms,
        "loaded_bytes": len(first.state),
        "reopened_mb": memory_mb(site.pid),
    }
    await first.leave()
    return figures


async def _joins(site: Site, deliveries: Deliveries) -> float:
    took = []
    for number in range(JOINS):
        person = await Person.join(site, "paper", deliveries, client=8000 + number)
        took.append(person.joined_ms)
        await person.leave()
        await asyncio.sleep(0.05)
    return median(took)
