"""Pool of one-shot child processes behind a fair queue: pictures and office files."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final

from export.errors import Busy
from export.folder.folder import Folder
from export.note.brief import Brief
from export.process.one_shot import Done, one_shot
from server.jobs.asker import Asker
from server.jobs.lane import Lane

_AT_ONCE: Final = 2
# Waiting jobs are held in memory with their files.
MOST_BYTES: Final = 512 << 20
MOST_BYTES_OF_ONE: Final = MOST_BYTES // 2


class JobPool:
    """One per server. A cancelled caller's slot is freed when its job ends."""

    def __init__(self) -> None:
        self._lane = Lane("job", _AT_ONCE)
        self._held: Counter[str] = Counter()
        self._waiting = 0

    async def run(self, job: str, *given: object, asker: Asker) -> Done:
        """The result of export.process.one_shot_child, when the asker's turn has come.

        Raises ExportError, Busy when too much waits already.
        """
        with self._holding(asker.path[0], sum(map(_weight, given))):
            return await self._lane.do(partial(one_shot, job, *given), asker)

    @property
    def waiting(self) -> int:
        """How many jobs are asked for and not done yet."""
        return self._waiting

    @contextmanager
    def _holding(self, network: str, size: int) -> Iterator[None]:
        """No network takes the room of all others."""
        if self._held[network] + size > MOST_BYTES_OF_ONE or self._held.total() + size > MOST_BYTES:
            raise Busy(self._waiting)
        self._held[network] += size
        self._waiting += 1
        try:
            yield
        finally:
            self._held[network] -= size
            if not self._held[network]:
                del self._held[network]
            self._waiting -= 1

    async def close(self) -> None:
        """Cancel waiting jobs and let running ones end: they are bounded."""
        await asyncio.to_thread(self._lane.close)


def _weight(given: object) -> int:
    match given:
        case bytes():
            return len(given)
        case Brief():
            return len(given.body) + sum(map(len, given.images.values()))
        case Folder():
            return sum(_weight(note.brief) for note in given.notes)
        case _:
            return 0
