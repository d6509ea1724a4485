"""Database clock as this process knows it: what it said, between the asking and the answer."""

from collections.abc import Callable
from time import monotonic


class SharedClock:
    """All nodes tell the time of signed heads by it; on a busy machine an answer may take seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._ahead_ms: float | None = None

    def now_ms(self) -> int:
        """In ms since 1970."""
        return round(self._clock() * 1000 + (self._ahead_ms or 0.0))

    def said(self, now_ms: int, *, asked: float) -> None:
        """It was `now_ms` at a moment since `asked`: what is known goes on, unless it cannot be so."""
        least, most = now_ms - self._clock() * 1000, now_ms - asked * 1000
        known = least if self._ahead_ms is None else self._ahead_ms
        self._ahead_ms = min(max(known, least), most)
