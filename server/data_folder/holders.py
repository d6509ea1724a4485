"""Names the other processes that hold a file open, for error messages."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

_PROCESSES: Final = Path("/proc")
_MOST: Final = 3


def in_the_way(file: Path, otherwise: str) -> str:
    """Such as "sqlite3 (process 42)"; `otherwise` where the system does not tell."""
    return ", ".join(holders(file)[:_MOST]) or otherwise


def holders(file: Path) -> list[str]:
    """The other processes that have a file open. Linux tells it, of processes of the same user.

    Only the name of a program: its arguments may hold a token.
    """
    return sorted(_holders(file))


def _holders(file: Path) -> Iterator[str]:
    try:
        wanted = file.stat()
        processes = [entry for entry in _PROCESSES.iterdir() if entry.name.isdecimal()]
    except OSError:
        return
    for process in processes:
        with suppress(OSError):  # it has ended meanwhile, or belongs to another user
            if process.name != str(os.getpid()) and _has_open(process, wanted):
                name = (process / "comm").read_text("utf-8", errors="replace").strip()
                yield f"{name} (process {process.name})"


def _has_open(process: Path, wanted: os.stat_result) -> bool:
    for descriptor in (process / "fd").iterdir():
        with suppress(OSError):
            if os.path.samestat(descriptor.stat(), wanted):
                return True
    return False
