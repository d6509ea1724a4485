"""Lane: a thread that takes all jobs that wait, has them written together, and tells their outcomes."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Final, Generic, TypeVar

import structlog

from server.storage.engines.jobs import Job, Outcome, closed, tell

_GROUP: Final = 2000
_NOBODY_WAITS: Final = 1 << 62

_log = structlog.get_logger()


Write = TypeVar("Write", bound=Job)


class Lane(Generic[Write]):
    """`write` raises nothing: every error is the outcome of the jobs that met it.

    `done` counts the jobs whose outcome is known. `failed` is called once in the loop where the thread ends.
    """

    def __init__(
        self,
        name: str,
        write: Callable[[Sequence[Write]], list[Outcome]],
        *,
        failed: Callable[[], None],
        end: Callable[[], None],
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._jobs: SimpleQueue[Write | None] = SimpleQueue()
        self._in_hand: list[Write] = []
        self._write, self._failed, self._end = write, failed, end
        self._put = 0
        self._done = 0
        self._moved = threading.Condition()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def put(self, job: Write) -> None:
        """To be called in the loop."""
        self._put += 1
        self._jobs.put(job)

    @property
    def taken_in(self) -> int:
        """How many jobs there were until now."""
        return self._put

    def wait_for(self, number: int) -> None:
        """Until the outcomes of the first so many jobs are known."""
        with self._moved:
            self._moved.wait_for(lambda: self._done >= number)

    def close(self) -> None:
        """Wait for what was asked for."""
        self._jobs.put(None)
        if self._thread.is_alive():
            self._thread.join()
        self._end()

    def give_up(self) -> None:
        """Tell everybody who waits that nothing is written."""
        left = self._in_hand
        with suppress(Empty):
            while True:
                if (job := self._jobs.get_nowait()) is not None:
                    left.append(job)
        tell(self._loop, left, [Outcome(None, closed())] * len(left))

    def _run(self) -> None:
        try:
            while (first := self._jobs.get()) is not None:
                self._in_hand = [first, *self._also_waiting()]
                outcomes = self._write(self._in_hand)
                self._loop.call_soon_threadsafe(tell, self._loop, self._in_hand, outcomes)
                self._count(len(self._in_hand))
                self._in_hand = []
        except BaseException:  # noqa: BLE001 - `write` raises nothing: this is beyond repair
            self._loop.call_soon_threadsafe(self._failed)
            self._count(_NOBODY_WAITS)
            _log.critical("a writing thread has ended", exc_info=True)

    def _count(self, many: int) -> None:
        with self._moved:
            self._done += many
            self._moved.notify_all()

    def _also_waiting(self) -> Iterator[Write]:
        """The other waiting jobs, for the same commit."""
        for _ in range(min(_GROUP, self._jobs.qsize())):
            if (job := self._jobs.get()) is None:
                self._jobs.put(None)
                return
            yield job
