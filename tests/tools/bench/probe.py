"""Processor time and memory of a server with its child processes, from `/proc`."""

import os
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from tests.processes import GONE, family

_TICKS_A_SECOND: Final = os.sysconf("SC_CLK_TCK")
_PAGE_BYTES: Final = os.sysconf("SC_PAGE_SIZE")


def cpu_s(pid: int) -> float:
    """Processor time of a process tree, from `schedstat`; threads that have ended are not counted."""
    spent_ns = 0
    for member in family(pid):
        with suppress(*GONE):
            for thread in Path(f"/proc/{member}/task").iterdir():
                with suppress(*GONE):
                    spent_ns += int((thread / "schedstat").read_text("ascii").split()[0])
    return spent_ns / 1e9


def memory_mb(pid: int) -> float:
    """Resident memory of a process tree; shared pages are counted once for each process."""
    return resident_mb(family(pid))


def resident_mb(pids: Iterable[int]) -> float:
    """Resident memory of these processes."""
    pages = 0
    for member in pids:
        with suppress(*GONE):
            pages += int(Path(f"/proc/{member}/statm").read_text("ascii").split()[1])
    return pages * _PAGE_BYTES / 1e6


ANY_CORE: Final = -1
"""Where the servers are on no core of their own."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Processor time over an interval: of each process tree in turn, and of all together."""

    wall_s: float
    each_s: tuple[float, ...]
    generator_s: float
    others_s: float

    @property
    def server_s(self) -> float:
        return sum(self.each_s)

    def figures(self) -> dict[str, float]:
        """Percent of a core; `others_pct` is other work on the server's core, or on all."""
        return {
            "cpu_pct": 100 * self.server_s / self.wall_s,
            "generator_pct": 100 * self.generator_s / self.wall_s,
            "others_pct": 100 * max(0.0, self.others_s) / self.wall_s,
        }


@dataclass(frozen=True, slots=True)
class Meter:
    """A sample of the clocks."""

    pids: Sequence[int]
    core: int
    at: float
    each_s: tuple[float, ...]
    generator_s: float
    core_s: float

    @classmethod
    def start(cls, pids: Sequence[int], core: int) -> Self:
        """`core` is the one on which the servers run."""
        each = tuple(map(cpu_s, pids))
        return cls(pids, core, time.perf_counter(), each, time.process_time(), _core_s(core))

    def spent(self) -> Spent:
        """Processor time since this sample."""
        now = Meter.start(self.pids, self.core)
        each = tuple(after - before for after, before in zip(now.each_s, self.each_s, strict=True))
        generator = now.generator_s - self.generator_s
        others = now.core_s - self.core_s - sum(each)
        return Spent(
            wall_s=now.at - self.at,
            each_s=each,
            generator_s=generator,
            others_s=others - generator if self.core == ANY_CORE else others,
        )


def _core_s(core: int) -> float:
    wanted = "cpu" if core == ANY_CORE else f"cpu{core}"
    for line in Path("/proc/stat").read_text("ascii").splitlines():
        name, *ticks = line.split()
        if name == wanted:
            user, nice, system, _idle, _waiting, irq, softirq, steal = map(int, ticks[:8])
            return (user + nice + system + irq + softirq + steal) / _TICKS_A_SECOND
    return 0.0
