"""Nonces that were seen, for as long as what carries one would pass: a signed word is good once."""

from collections.abc import Callable
from typing import Final

_MOST: Final = 200_000


class Once:
    """`window_ms`: how far from now the time of a word may be. `now_ms` is that of the database."""

    def __init__(self, window_ms: int, now_ms: Callable[[], int]) -> None:
        self._window_ms = window_ms
        self._now_ms = now_ms
        self._seen: dict[str, int] = {}

    def is_new(self, nonce: str, at: int) -> bool:
        """Whether a word of that time is in time and here for the first time; from now on it is not."""
        now = self._now_ms()
        if abs(now - at) > self._window_ms or nonce in self._seen:
            return False
        self._forget(now - 2 * self._window_ms)
        if len(self._seen) >= _MOST:
            return False
        self._seen[nonce] = now
        return True

    def _forget(self, before: int) -> None:
        """The oldest come first."""
        while self._seen:
            first = next(iter(self._seen))
            if self._seen[first] >= before:
                return
            del self._seen[first]
