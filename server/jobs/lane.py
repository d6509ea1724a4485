"""Lane: threads of its own behind a fair queue, so that one kind of work keeps no other one waiting."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from server.jobs.asker import Asker
from server.jobs.fair_queue import MOST_OF_ALL, MOST_OF_ONE, FairQueue

Result = TypeVar("Result")

# The longest that cancelled work keeps its turn.
_CANCELLED_S: Final = 2.0


class Lane:
    """`places` threads; whoever waits takes none."""

    def __init__(
        self,
        name: str,
        places: int = 1,
        *,
        most_of_one: int = MOST_OF_ONE,
        most: int = MOST_OF_ALL,
        initializer: Callable[[], None] | None = None,
    ) -> None:
        self._turns = FairQueue(places, most_of_one=most_of_one, most=most)
        self._threads = ThreadPoolExecutor(places, name, initializer=initializer)

    async def do(
        self, work: Callable[[], Result], asker: Asker, cancel: Callable[[], None] | None = None
    ) -> Result:
        """Its result, when the turn of the asker has come. Raises Busy, and what `work` raises.

        Where nobody waits for it any more, `cancel` has running work end, and its turn ends with it.
        """
        async with self._turns.turn(asker):
            running = asyncio.get_running_loop().run_in_executor(self._threads, work)
            try:
                return await (asyncio.shield(running) if cancel else running)
            except asyncio.CancelledError:
                if cancel:
                    running.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
                    await asyncio.to_thread(cancel)
                    await asyncio.wait((running,), timeout=_CANCELLED_S)
                raise

    @property
    def is_free(self) -> bool:
        """Whether a new job would start at once."""
        return self._turns.is_free

    def before(self, asker: Asker) -> int:
        """About how many jobs come before the asker's last one that waits."""
        return self._turns.before(asker)

    def close(self) -> None:
        """Take nothing more and wait for the threads: end first what they wait for."""
        self._threads.shutdown(cancel_futures=True)
