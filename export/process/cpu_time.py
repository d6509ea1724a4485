"""A budget of processor time for one job: it ends with an exception, and its process goes on."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from export.errors import TooLong


@contextmanager
def cpu_time(seconds: float) -> Iterator[None]:
    """Raises TooLong inside the block after so many seconds of the processor (setitimer(2), ITIMER_PROF).

    The interpreter looks for signals between two of its steps: one long step, as a regular expression's, is
    ended by RLIMIT_CPU alone, in whole seconds and with the process. For the main thread.
    """

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise TooLong(seconds)

    signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
