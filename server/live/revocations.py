"""Revocations in progress and lately done: a revoked right joins nothing during its commit or after it."""

from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from server.http.access import Access
from server.targets import Target

# A request checked before so many other revocations has ended by now.
REMEMBERED: Final = 20_000


class Revocations:
    """Ids of links and devices whose right was lately revoked. `moment` only grows.

    A join compares the moment of its check with this: after a later revocation it is checked again.
    """

    def __init__(self) -> None:
        self.moment = 0
        self._now: Counter[str] = Counter()
        self._last: OrderedDict[str, int] = OrderedDict()

    @contextmanager
    def during(self, rights: Iterable[str]) -> Iterator[None]:
        """Refuse joins by these rights inside the block, and those checked before its end."""
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

    def touches(self, access: Access[Target]) -> bool:
        """Whether the right of `access` is being revoked, or was revoked since it was checked."""
        return any(id_ in self._now or self._last.get(id_, 0) > access.since for id_ in access.rights)
