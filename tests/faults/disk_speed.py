"""What the disk itself takes for a commit: nothing that waits for one can be faster."""

import os
import time
from pathlib import Path
from typing import Final

EVERY_S: Final = 0.05
_PAGE: Final = bytes(4096)


def fdatasync_p99_ms(folder: Path, seconds: float) -> float:
    """Write and synchronise a page again and again beside whatever else runs."""
    path, took = folder / "probe", []
    file = os.open(path, os.O_CREAT | os.O_WRONLY)
    try:
        end = time.perf_counter() + seconds
        while (started := time.perf_counter()) < end:
            os.write(file, _PAGE)
            os.fdatasync(file)
            took.append((time.perf_counter() - started) * 1e3)
            time.sleep(EVERY_S)
    finally:
        os.close(file)
        path.unlink()
    took.sort()
    return round(took[min(len(took) - 1, int(len(took) * 0.99))], 1) if took else 0.0
