"""Who gives way on the press: a proof that is being printed, to a print of the only one who looks at it."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeAlias, TypeVar

from export.note.brief import Brief
from export.process.cancellation import Cancellation, Cancelled
from server.jobs.asker import Asker

Result = TypeVar("Result")
# Who looks at a proof now, by `Asker.who`.
Lookers: TypeAlias = Callable[[], set[str]]

# A proof that was begun anew so often is printed to its end.
_MOST_TIMES: Final = 3


class GivingWay:
    """A proof that gave way is begun anew, behind the print. For the thread of the event loop."""

    def __init__(self) -> None:
        self._proofs: dict[Brief, list[Lookers]] = {}
        self._prints: Counter[Brief] = Counter()
        # What is printed, or waits for its turn, and may still give way.
        self._jobs: dict[Cancellation, Brief] = {}

    @contextmanager
    def proof(self, brief: Brief, lookers: Lookers) -> Iterator[None]:
        """Within the block the brief is wanted as a proof."""
        self._proofs.setdefault(brief, []).append(lookers)
        try:
            yield
        finally:
            self._proofs[brief].remove(lookers)
            if not self._proofs[brief]:
                del self._proofs[brief]

    @contextmanager
    def print(self, brief: Brief, asker: Asker) -> Iterator[None]:
        """Within the block the brief is wanted on paper. It gives way to nothing; proofs give way to it."""
        self._prints[brief] += 1
        for cancellation, other in self._jobs.items():
            if self._gives_way(other, asker):
                _cancel(cancellation)
        try:
            yield
        finally:
            self._prints[brief] -= 1
            if not self._prints[brief]:
                del self._prints[brief]

    async def run(self, brief: Brief, job: Callable[[Cancellation], Awaitable[Result]]) -> Result:
        """What `job` gives, which is called again where it was cancelled."""
        for _ in range(_MOST_TIMES):
            cancellation = Cancellation()
            self._jobs[cancellation] = brief
            try:
                return await job(cancellation)
            except Cancelled:
                continue
            finally:
                del self._jobs[cancellation]
        return await job(Cancellation())

    def _gives_way(self, brief: Brief, asker: Asker) -> bool:
        lookers = self._proofs.get(brief, [])
        return (
            bool(lookers) and brief not in self._prints and all(those() <= {asker.who} for those in lookers)
        )


def _cancel(cancellation: Cancellation) -> None:
    """In a thread: a process that reads nothing keeps nobody else waiting."""
    asyncio.get_running_loop().run_in_executor(None, cancellation.cancel)
