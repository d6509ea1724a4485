"""Timeouts and waits of one way of a page over HTTP, as `web/src/transport/patience.ts` has them."""

from random import uniform
from typing import Final

_FIRST_S: Final = 2.5
_LONGEST_S: Final = 30.0
_BYTES_A_S: Final = 16_000
_FIRST_WAIT_S: Final = 0.15
_LONGEST_WAIT_S: Final = 2.0
_TRIES: Final = 6


class Patience:
    def __init__(self) -> None:
        self._late = self._refused = 0

    def within(self, size: int = 0) -> float:
        """How long an answer to a request of so many bytes may take."""
        return min(_LONGEST_S, _FIRST_S * 2.0 ** max(0, self._late - 1) + size / _BYTES_A_S)

    def succeeded(self) -> None:
        self._late = self._refused = 0

    def failed(self, *, is_late: bool) -> float | None:
        """The wait before the next try; None: no more."""
        if self._late + self._refused == _TRIES:
            return None
        if is_late:
            self._late += 1
            return 0.0
        wait = min(_LONGEST_WAIT_S, _FIRST_WAIT_S * 2.0**self._refused)
        self._refused += 1
        return wait * uniform(0.5, 1.5)
