"""Jobs in processes of their own, a few at a time: pictures and office files, which are hard work."""

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from export.errand import Done, errand
from export.errors import Busy

_AT_ONCE = 2
_WAITING = 32


class Errands:
    """One for the server. Whoever leaves before the end leaves the job its place until it ends."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="errand")
        self._waiting = 0

    async def run(self, job: str, *given: object) -> Done:
        """What export.workshop makes of it. Raises ExportError, Busy when too many wait already."""
        if self._waiting >= _WAITING:
            raise Busy(self._waiting)
        self._waiting += 1
        loop = asyncio.get_running_loop()
        future = self._pool.submit(partial(errand, job, *given))
        future.add_done_callback(lambda done: self._ended(loop, done))
        return await asyncio.wrap_future(future)

    def _ended(self, loop: asyncio.AbstractEventLoop, _: "Future[Done]") -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._one_less)

    def _one_less(self) -> None:
        self._waiting -= 1

    async def close(self) -> None:
        """Forget what waits, and let what runs end: it is bounded."""
        await asyncio.to_thread(self._pool.shutdown, cancel_futures=True)
