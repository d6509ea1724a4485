"""Fills the disk under people who type, and frees it: what was shown as saved is kept, all else comes later.

python -m tests.tools.faults.full --times 20        as root: each time on a disk of 8 MiB in memory
"""

import argparse
import asyncio
import json
import random
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientSession

from tests.served import Served
from tests.tools.faults.kills import Tab, check, gaps, live, rejoin
from tests.visitor import LED_HERE
from tests.wire.notes import OnServer

MIB = 8
NOTES, TABS = 3, 2
_LOOK_S = 0.005
_PATIENCE_S = 30
_BACK_S = 0.3

Notes = list[tuple[str, list[Tab]]]


@dataclass
class Tally:
    """What a run has seen. Times in s, the longest of all; from `lost` on all must stay 0."""

    filled: int = 0
    killed_when_full: int = 0
    typed: int = 0
    saved: int = 0
    typed_when_full: int = 0
    told_s: float = 0.0
    resumed_s: float = 0.0
    untold: int = 0
    lost: int = 0
    twice: int = 0
    gaps: int = 0
    differences: int = 0


@dataclass
class _Disk:
    """A small one, in a folder."""

    folder: Path
    _kept: list[Path] = field(default_factory=list)

    def fill(self) -> None:
        """To the last byte."""
        path = self.folder / "filler"
        with path.open("wb", buffering=0) as file:
            for size in (1 << 16, 1 << 12, 1):
                try:
                    while file.write(bytes(size)) == size:
                        pass
                except OSError:
                    continue
        self._kept.append(path)

    def free(self) -> None:
        while self._kept:
            self._kept.pop().unlink()


@contextmanager
def small_disk(folder: Path) -> Iterator[_Disk]:
    """Raises CalledProcessError for who is not root."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={MIB}m", "tmpfs", folder], check=True)
    try:
        yield _Disk(folder)
    finally:
        subprocess.run(["umount", folder], check=True)


async def run(times: int, folder: Path, *, seed: int = 1) -> Tally:
    chance, tally = random.Random(seed), Tally()
    for number in range(times):
        with small_disk(folder / f"disk{number}") as disk, Served(disk.folder / "data") as server:
            await _once(server, disk, chance, tally, kill=number % 2 == 1)
    return tally


async def _once(server: Served, disk: _Disk, chance: random.Random, tally: Tally, *, kill: bool) -> None:
    """Type, fill, type on; then free it under the server, or kill that first."""
    made = [await OnServer.make(server, "") for _ in range(NOTES)]
    notes: Notes = [
        (note.edit, [Tab(f"n{number}t{tab}") for tab in range(TABS)]) for number, note in enumerate(made)
    ]
    tabs = [tab for _, those in notes for tab in those]
    async with ClientSession(headers=LED_HERE) as session:
        typing = [
            asyncio.create_task(_stay(tab, session, f"{server.url}/sync/{token}", chance))
            for token, those in notes
            for tab in those
        ]
        await _when(lambda: all(tab.saved for tab in tabs))
        await asyncio.sleep(chance.uniform(0.2, 1))
        disk.fill()
        tally.filled += 1
        tally.told_s = max(tally.told_s, await _told(tabs, tally))
        before = _typed(tabs)
        await asyncio.sleep(chance.uniform(0.2, 1))
        tally.typed_when_full += _typed(tabs) - before
        if kill:
            tally.killed_when_full += 1
            server.kill()
            disk.free()
            server.start()
        else:
            disk.free()
        tally.resumed_s = max(tally.resumed_s, await _resumed(tabs))
        for task in typing:
            task.cancel()
        await asyncio.gather(*typing, return_exceptions=True)
        server.kill()
        server.start()
        await check(server, session, notes, tally)
        await rejoin(server, session, notes, tally)
        tally.gaps += gaps(server.data / "pochette.db")
    tally.typed += _typed(tabs)
    tally.saved += sum(len(tab.saved) for tab in tabs)


async def _stay(tab: Tab, session: ClientSession, url: str, chance: random.Random) -> None:
    """Type, and come back whenever the line is cut."""
    while True:
        await live(tab, session, url, chance)
        await asyncio.sleep(chance.uniform(0, _BACK_S))


async def _told(tabs: Sequence[Tab], tally: Tally) -> float:
    """From the last word that any tab has saved until all have been told that no more can be."""
    saved, at = _saved(tabs), time.perf_counter()
    end = at + _PATIENCE_S
    while time.perf_counter() < end:
        if all(_is_told(tab) for tab in tabs):
            return round(time.perf_counter() - at, 3)
        if (now := _saved(tabs)) != saved:
            saved, at = now, time.perf_counter()
        await asyncio.sleep(_LOOK_S)
    tally.untold += sum(not _is_told(tab) for tab in tabs)
    return float(_PATIENCE_S)


async def _resumed(tabs: Sequence[Tab]) -> float:
    """Until each has saved a word that it has typed from now on."""
    marks, began = [len(tab.typed) for tab in tabs], time.perf_counter()
    await _when(
        lambda: all(not tab.saved.isdisjoint(tab.typed[mark:]) for tab, mark in zip(tabs, marks, strict=True))
    )
    return round(time.perf_counter() - began, 3)


def _is_told(tab: Tab) -> bool:
    told = [event["writable"] for event in tab.editor.events if "writable" in event]
    return bool(told) and told[-1] is False


def _typed(tabs: Sequence[Tab]) -> int:
    return sum(len(tab.typed) for tab in tabs)


def _saved(tabs: Sequence[Tab]) -> int:
    return sum(len(tab.saved) for tab in tabs)


async def _when(fact: Callable[[], bool]) -> None:
    async with asyncio.timeout(_PATIENCE_S):
        while not fact():  # noqa: ASYNC110 - many tabs are looked at
            await asyncio.sleep(_LOOK_S)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally = asyncio.run(run(options.times, Path(folder), seed=options.seed))
    print(json.dumps(vars(tally)))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
