"""What Linux says of a running process."""

from contextlib import suppress
from pathlib import Path

# A process or a thread may end while it is looked at.
GONE = (FileNotFoundError, ProcessLookupError)


def descriptors(pid: int) -> int:
    """How many files and sockets a process has open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def family(pid: int) -> list[int]:
    """The process tree: a process and all its descendants."""
    pids = [pid]
    with suppress(*GONE):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            with suppress(*GONE):
                for child in (thread / "children").read_text("ascii").split():
                    pids += family(int(child))
    return pids
