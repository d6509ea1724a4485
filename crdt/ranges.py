"""Sets of integers as merged, half-open intervals: which clocks of a client are deleted."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Final

# Fewer are put in one by one as fast as together.
FEW: Final = 16


class Ranges:
    """Grows only. Touching intervals are one."""

    __slots__ = ("_ends", "_starts")

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self._starts, self._ends, strict=True)

    def __len__(self) -> int:
        return len(self._starts)

    def covers(self, start: int, end: int) -> bool:
        """Whether every integer from `start` to before `end` is inside."""
        at = bisect_right(self._starts, start) - 1
        return at >= 0 and self._ends[at] >= end

    def missing(self, start: int, end: int) -> int:
        """How many integers from `start` to before `end` are not inside."""
        inside = 0
        for at in range(bisect_right(self._ends, start), bisect_left(self._starts, end)):
            inside += min(end, self._ends[at]) - max(start, self._starts[at])
        return end - start - inside

    def add(self, start: int, end: int) -> None:
        """Put `start` to before `end` inside."""
        first = bisect_left(self._ends, start)
        last = bisect_right(self._starts, end)
        if first < last:
            start = min(start, self._starts[first])
            end = max(end, self._ends[last - 1])
        self._starts[first:last] = [start]
        self._ends[first:last] = [end]

    def add_all(self, ranges: list[tuple[int, int]]) -> None:
        """Put these inside, which are in order and do not touch."""
        if len(ranges) < FEW:
            for start, end in ranges:
                self.add(start, end)
            return
        first = bisect_left(self._ends, ranges[0][0])
        last = bisect_right(self._starts, ranges[-1][1])
        starts: list[int] = []
        ends: list[int] = []
        known = zip(self._starts[first:last], self._ends[first:last], strict=True)
        for start, end in sorted((*known, *ranges)):
            if ends and start <= ends[-1]:
                ends[-1] = max(ends[-1], end)
            else:
                starts.append(start)
                ends.append(end)
        self._starts[first:last] = starts
        self._ends[first:last] = ends
