"""What the disk itself takes for a commit: nothing that waits for one can be faster."""

import os
import time
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import Final

EVERY_S: Final = 0.05
_PAGE: Final = bytes(4096)


def fdatasync_p99_ms(folder: Path, seconds: float) -> float:
    """Write and synchronise a page again and again beside whatever else runs."""
    took: list[float] = []
    end = time.perf_counter() + seconds
    with closing(syncs(folder)) as probe:
        while time.perf_counter() < end:
            took.append(next(probe))
            time.sleep(EVERY_S)
    took.sort()
    return round(took[min(len(took) - 1, int(len(took) * 0.99))], 1) if took else 0.0


def syncs(folder: Path) -> Generator[float, None, None]:
    """Each time it is asked: how many ms a page takes to be on this disk."""
    path = folder / "probe"
    file = os.open(path, os.O_CREAT | os.O_WRONLY)
    try:
        while True:
            started = time.perf_counter()
            os.write(file, _PAGE)
            os.fdatasync(file)
            yield (time.perf_counter() - started) * 1e3
    finally:
        os.close(file)
        path.unlink()
