"""Resource limits of a child process: memory, time, files, threads (setrlimit(2))."""

import ctypes
import resource
import signal
from pathlib import Path
from typing import Final

MOST_FILES: Final = 128
# Bytes of one file; a print of a hundred pictures has 100 MB.
MOST_FILE_BYTES: Final = 256 << 20
MOST_THREADS: Final = 32
_MANY_TASKS: Final = 4_096


def limit(memory: int, seconds: int | None, *, is_counted_alone: bool) -> None:
    """`memory` in bytes of addresses, `seconds` of CPU; at their end the status is the signal's number, 24.

    The kernel counts the threads of a user in each user namespace anew, and those of root nowhere: a child
    that is not counted alone may have as many beside all that the machine has.
    """
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: MOST_FILE_BYTES,
        resource.RLIMIT_NOFILE: MOST_FILES,
        resource.RLIMIT_NPROC: MOST_THREADS + (0 if is_counted_alone else _tasks()),
    }
    for name, most in limits.items():
        _lower(name, most, most)
    if seconds is not None:
        _lower(resource.RLIMIT_CPU, seconds, seconds + 1)
    _end_at(signal.SIGXCPU)


def _lower(name: int, soft: int, hard: int) -> None:
    _, most = resource.getrlimit(name)
    if most != resource.RLIM_INFINITY:
        soft, hard = min(soft, most), min(hard, most)
    resource.setrlimit(name, (soft, hard))


def _tasks() -> int:
    """How many threads the machine has now; many where it does not say."""
    try:
        return int(Path("/proc/loadavg").read_text().split()[3].partition("/")[2])
    except (OSError, IndexError, ValueError):
        return _MANY_TASKS


def _end_at(signal_number: int) -> None:
    """End the process with that number as its status when the signal comes, whatever it is doing.

    The first process of a PID namespace ignores signals that have no handler (pid_namespaces(7)), and a
    handler in Python waits for the interpreter: this one is the C library's `_exit`.
    """
    libc = ctypes.CDLL(None)
    libc.signal(signal_number, ctypes.cast(libc["_exit"], ctypes.c_void_p))
