"""Timeouts and waits of one way of a page over HTTP, as `web/src/transport/patience.ts` has them."""

from random import uniform
from typing import Final

_TIMEOUTS_S: Final = (1.0, 1.0, 1.0, 2.5, 5.0, 10.0, 20.0, 30.0, 30.0)
_LONGEST_S: Final = 30.0
_TIMES_THE_USUAL: Final = 3
_BYTES_A_S: Final = 16_000
_FIRST_WAIT_S: Final = 0.15
_LONGEST_WAIT_S: Final = 2.0
_TRIES: Final = 8


class Patience:
    def __init__(self) -> None:
        self._late = self._refused = 0
        self._usual_s = 0.0

    @property
    def is_late(self) -> bool:
        """Whether the answer before this one was late."""
        return self._late > 0

    def within(self, size: int = 0) -> float:
        """How long an answer to a request of so many bytes may take."""
        usual_s = _TIMES_THE_USUAL * self._usual_s
        return min(_LONGEST_S, max(_TIMEOUTS_S[self._late], usual_s) + size / _BYTES_A_S)

    def succeeded(self, took_s: float = 0.0) -> None:
        """An answer has come, after so long where that says something of the network."""
        self._late = self._refused = 0
        self._usual_s = max(took_s, 0.7 * self._usual_s)

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
