"""CPU time of what a test asks: none of other threads, none of the garbage of other tests."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def cpu_time() -> Iterator[Callable[[], float]]:
    """Gives what answers the seconds of this thread since; in the block the collector does not run.

    In a process of thousands of tests one collection takes a hundred times what a short function does.
    """
    is_collecting = gc.isenabled()
    gc.disable()
    began = time.thread_time()
    try:
        yield lambda: time.thread_time() - began
    finally:
        if is_collecting:
            gc.enable()
