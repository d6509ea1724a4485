"""Token buckets for wrong answers: a burst, then one per interval."""

import math
from collections import OrderedDict
from collections.abc import Hashable, Mapping
from typing import Final, NamedTuple

REMEMBERED: Final = 20_000


class Allowance(NamedTuple):
    """So many wrong answers at once; each is forgotten after so many seconds."""

    at_once: int
    every_s: float


class _Used(NamedTuple):
    """Answers that counted at a moment; they melt away by themselves."""

    answers: float
    at: float


class Attempts:
    """Times in seconds of a monotonic clock. The least recently used bucket is evicted first."""

    def __init__(self) -> None:
        self._used: OrderedDict[Hashable, _Used] = OrderedDict()

    def take(self, allowed: Mapping[Hashable, Allowance], now: float, many: int = 1) -> float:
        """Count so many answers everywhere; or none, where they are not left: the seconds to wait."""
        wait_s = self.wait_s(allowed, now, many)
        if wait_s == 0:
            self.count(allowed, now, many)
        return wait_s

    def left(self, key: Hashable, allowance: Allowance, now: float) -> int:
        """How many answers may be taken at one key; below 0 where more were counted than it allows."""
        return math.floor(allowance.at_once - self._used_up(key, allowance, now))

    def wait_s(self, allowed: Mapping[Hashable, Allowance], now: float, many: int = 1) -> float:
        """The seconds until so many answers more may be taken everywhere."""
        waits = (
            (self._used_up(key, allowance, now) + many - allowance.at_once) * allowance.every_s
            for key, allowance in allowed.items()
        )
        return max((0.0, *waits))

    def count(self, allowed: Mapping[Hashable, Allowance], now: float, many: int = 1) -> None:
        """Count so many answers everywhere, whatever is left."""
        for key, allowance in allowed.items():
            self._keep(key, self._used_up(key, allowance, now) + many, now)

    def give_back(self, allowed: Mapping[Hashable, Allowance], now: float, many: int = 1) -> None:
        """The answers were right: they count nowhere."""
        for key, allowance in allowed.items():
            self._keep(key, max(0.0, self._used_up(key, allowance, now) - many), now)

    def _used_up(self, key: Hashable, allowance: Allowance, now: float) -> float:
        count, at = self._used.get(key, _Used(0.0, now))
        return max(0.0, count - (now - at) / allowance.every_s)

    def _keep(self, key: Hashable, count: float, now: float) -> None:
        self._used.pop(key, None)
        if count > 0:
            self._used[key] = _Used(count, now)
        if len(self._used) > REMEMBERED:
            self._used.popitem(last=False)
