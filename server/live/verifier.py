"""Reads snapshots back in a process of its own: one that kills its reader must not kill the server."""

import asyncio
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from crdt.compaction import LoadError, Snapshot, verify


class Verifier:
    """The process is started at the first snapshot, and again after one that killed it."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    async def verify(self, taken: Snapshot) -> None:
        """Return once a snapshot gives the note that it was taken of. Raises LoadError: it must not count."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_leave_signals)
        pool = self._pool
        try:
            await asyncio.get_running_loop().run_in_executor(pool, verify, taken)
        except BrokenProcessPool:
            if self._pool is pool:
                self._pool = None
            raise LoadError("a snapshot ended the process that read it back") from None

    def close(self) -> None:
        """End the process."""
        if self._pool is not None:
            self._pool.shutdown()


def _leave_signals() -> None:
    """The server decides when this process ends, not the terminal."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
