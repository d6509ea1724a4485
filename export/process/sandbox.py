"""The sandbox of every child process: all layers that the kernel gives, one inside another.

First `enter` in the guardian: namespaces. Then `close` in each process that it starts: limits, Landlock,
seccomp. What a machine does not give is told by the layers that come back, and another layer closes the same.
"""

import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from export.process import landlock, namespaces, seccomp
from export.process.layers import Layers
from export.process.limits import limit
from export.process.linux import (
    PR_SET_NO_NEW_PRIVS,
    PR_SET_PDEATHSIG,
    drop_capabilities,
    prctl,
)

# The files that a program may be given by their names.
GIVEN: Final = ("reference.docx", "reference.odt")
# Of 1000. Source: proc_pid_oom_score_adj(5).
_ENDS_BEFORE: Final = "500"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a child works: what it may read, and its folder, which is for it alone."""

    namespaces: tuple[str, ...]
    readable: Sequence[str]
    folder: str

    @property
    def is_private(self) -> bool:
        """Whether the folder is in memory and goes with the process."""
        return "mnt" in self.namespaces


def enter(readable: Sequence[str], folder: str) -> Place:
    """Leave the namespaces of the parent. `folder` is made where the child can have no /tmp of its own."""
    with suppress(OSError):  # where memory ends, a child goes before the server, which starts another
        Path("/proc/self/oom_score_adj").write_text(_ENDS_BEFORE)
    had = namespaces.enter(readable)
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    drop_capabilities()
    if "mnt" in had:
        place = Place(namespaces=had, readable=readable, folder=namespaces.FOLDER)
    else:
        place = Place(namespaces=had, readable=readable, folder=folder)
        Path(folder).mkdir(mode=0o700)
    for name in GIVEN:
        (Path(place.folder) / name).touch()
    os.chdir(place.folder)
    return place


def close(place: Place, *, memory: int, seconds: int | None, may_execute: bool = False) -> Layers:
    """Take this process's rights away for good, and end it when its parent ends.

    `memory` is in bytes of addresses, `seconds` are of CPU. A layer that cannot be had is missing in the
    answer. Raises OSError where there is no NO_NEW_PRIVS: no kernel since 3.5.
    """
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    limit(memory, seconds, is_counted_alone="user" in place.namespaces)
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    writable = [*namespaces.DEVICES, *(f"{place.folder}/{name}" for name in GIVEN)]
    folder = place.folder if place.is_private else None
    known = 0
    with suppress(OSError):
        known = landlock.restrict(place.readable, writable, folder=folder)
    filtered = seccomp.restrict(may_execute=may_execute)
    return Layers(namespaces=place.namespaces, landlock=known, seccomp=filtered)
