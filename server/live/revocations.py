"""Rights that are taken back: nobody uses one while that is written down, nor slips in by it afterwards."""

from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from server.http.access import Access, FolderAccess

# A request that was let in before so many other rights were taken back is over by now.
REMEMBERED: Final = 20_000


class Withdrawals:
    """What was lately taken back, by the ids of links and devices. A moment is a number that only grows.

    Who was let in looks here when they sit down: a right that has changed since then is asked for again.
    """

    def __init__(self) -> None:
        self.moment = 0
        self._now: Counter[str] = Counter()
        self._last: OrderedDict[str, int] = OrderedDict()

    @contextmanager
    def during(self, rights: Iterable[str]) -> Iterator[None]:
        """Let nobody sit down by any of these meanwhile, nor whoever was let in before the end."""
        ids = frozenset(rights)
        self._now.update(ids)
        try:
            yield
        finally:
            self._now.subtract(ids)
            self._now += Counter()  # without those of which none is left
            self.moment += 1
            for id_ in ids:
                self._last[id_] = self.moment
                self._last.move_to_end(id_)
            while len(self._last) > REMEMBERED:
                self._last.popitem(last=False)

    def touches(self, access: Access | FolderAccess) -> bool:
        """Whether the right by which somebody was let in is being taken back, or was since then."""
        ids = (access.link, access.device or "")
        return any(id_ in self._now or self._last.get(id_, 0) > access.since for id_ in ids)
