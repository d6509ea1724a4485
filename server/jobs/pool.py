"""Pool of one-shot child processes behind a fair queue: pictures and office files."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Final

from export.errors import Busy
from export.note.brief import Brief
from export.process.one_shot import Done, one_shot
from server.jobs.fair_queue import FairQueue

_AT_ONCE: Final = 2
# Waiting jobs are held in memory with their files.
MOST_BYTES: Final = 512 << 20


class JobPool:
    """One per server. A cancelled caller's slot is freed when its job ends."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="job")
        self._turns = FairQueue(_AT_ONCE)
        self._held = 0
        self._waiting = 0

    async def run(self, job: str, *given: object, who: str) -> Done:
        """The result of export.process.one_shot_child, when the turn of `who` has come.

        Raises ExportError, Busy when too much waits already.
        """
        with self._holding(sum(map(_weight, given))):
            async with self._turns.turn(who):
                return await asyncio.wrap_future(self._pool.submit(partial(one_shot, job, *given)))

    @property
    def waiting(self) -> int:
        """How many jobs are asked for and not done yet."""
        return self._waiting

    @contextmanager
    def _holding(self, size: int) -> Iterator[None]:
        if self._held + size > MOST_BYTES:
            raise Busy(self._waiting)
        self._held += size
        self._waiting += 1
        try:
            yield
        finally:
            self._held -= size
            self._waiting -= 1

    async def close(self) -> None:
        """Cancel waiting jobs and let running ones end: they are bounded."""
        await asyncio.to_thread(self._pool.shutdown, cancel_futures=True)


def _weight(given: object) -> int:
    match given:
        case bytes():
            return len(given)
        case Brief():
            return len(given.body) + sum(map(len, given.images.values()))
        case _:
            return 0
