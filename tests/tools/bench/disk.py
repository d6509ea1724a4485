"""Times `fdatasync` on the disk of the stores while the servers run.

python -m tests.tools.bench.disk FOLDER, a process of its own, until its standard input ends
"""

import json
import select
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.tools.faults.disk_speed import EVERY_S, syncs


@dataclass(slots=True)
class DiskTimes:
    """Filled in when the context ends."""

    p50_ms: float = 0.0
    p99_ms: float = 0.0
    many: int = 0


@contextmanager
def measure_disk(folder: Path) -> Iterator[DiskTimes]:
    """Time `fdatasync` in a process of its own while the context is open."""
    beside = DiskTimes()
    command = [sys.executable, "-m", "tests.tools.bench.disk", str(folder)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield beside
    finally:
        output, _ = process.communicate()
        took: Sequence[float] = sorted(json.loads(output or "[]"))
        if took:
            beside.many = len(took)
            beside.p50_ms = took[len(took) // 2]
            beside.p99_ms = took[min(len(took) - 1, int(len(took) * 0.99))]


def main() -> None:
    took = []
    for ms in syncs(Path(sys.argv[1])):
        took.append(round(ms, 3))
        if select.select([sys.stdin], [], [], EVERY_S)[0]:
            break
    print(json.dumps(took))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
