"""Throttle of a room's waves: at once after a quiet time, later the longer the last wave took."""

from typing import Final

LONGEST_GAP_S: Final = 0.030
GAP_FACTOR: Final = 6.0


class Pace:
    """Times are seconds of one monotonic clock."""

    __slots__ = ("_not_before",)

    def __init__(self) -> None:
        self._not_before = 0.0

    def wait(self, now: float) -> float:
        """Seconds until a wave may leave; none or less when it may leave now."""
        return self._not_before - now

    def took(self, started: float, ended: float) -> None:
        """A wave was written from `started` to `ended`."""
        self._not_before = ended + min(LONGEST_GAP_S, GAP_FACTOR * (ended - started))
