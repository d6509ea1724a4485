"""Processor time and memory of a server with its child processes, from `/proc`."""

import os
import time
from collections.abc import Iterable
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


@dataclass(frozen=True, slots=True)
class Spent:
    """Processor time over an interval, for one core."""

    wall_s: float
    server_s: float
    generator_s: float
    others_s: float

    def figures(self) -> dict[str, float]:
        """Percent of a core; `others_pct` is other work on the server's core."""
        return {
            "cpu_pct": 100 * self.server_s / self.wall_s,
            "generator_pct": 100 * self.generator_s / self.wall_s,
            "others_pct": 100 * max(0.0, self.others_s) / self.wall_s,
        }


@dataclass(frozen=True, slots=True)
class Meter:
    """A sample of the clocks."""

    pid: int
    core: int
    at: float
    server_s: float
    generator_s: float
    core_s: float

    @classmethod
    def start(cls, pid: int, core: int) -> Self:
        """`core` is the one on which the server runs."""
        return cls(pid, core, time.perf_counter(), cpu_s(pid), time.process_time(), _core_s(core))

    def spent(self) -> Spent:
        """Processor time since this sample."""
        now = Meter.start(self.pid, self.core)
        server = now.server_s - self.server_s
        return Spent(
            wall_s=now.at - self.at,
            server_s=server,
            generator_s=now.generator_s - self.generator_s,
            others_s=now.core_s - self.core_s - server,
        )


def _core_s(core: int) -> float:
    for line in Path("/proc/stat").read_text("ascii").splitlines():
        name, *ticks = line.split()
        if name == f"cpu{core}":
            user, nice, system, _idle, _waiting, irq, softirq, steal = map(int, ticks[:8])
            return (user + nice + system + irq + softirq + steal) / _TICKS_A_SECOND
    return 0.0
