"""Shortest edit script of two sequences, up to a limit (Myers, "An O(ND) Difference Algorithm", 1986)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

T = TypeVar("T")

# By diagonal, how far a script of so many edits reaches in the first sequence.
_Reach: TypeAlias = dict[int, int]


@dataclass(frozen=True, slots=True)
class Edit:
    """`before[start:end]` became `after[new_start:new_end]`; one of the two may be empty."""

    start: int
    end: int
    new_start: int
    new_end: int


def edits(before: Sequence[T], after: Sequence[T], most: int) -> list[Edit] | None:
    """The edits in order, none beside another. None: more than `most` things went and came.

    Costs at most `most` times the length of both, whatever they hold.
    """
    start = common_start(before, after)
    end = common_start(before[start:][::-1], after[start:][::-1])
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    if abs(len(old) - len(new)) > most:
        return None
    steps = _steps(old, new, most)
    return None if steps is None else [_moved(edit, start) for edit in _joined(steps)]


def common_start(before: Sequence[T], after: Sequence[T]) -> int:
    """How many things both begin with."""
    pairs = enumerate(zip(before, after, strict=False))
    return next((at for at, (old, new) in pairs if old != new), min(len(before), len(after)))


def _steps(old: Sequence[T], new: Sequence[T], most: int) -> list[Edit] | None:
    """One edit for each thing that went or came, from the first to the last."""
    reach: _Reach = {1: 0}
    trace: list[_Reach] = []
    for count in range(most + 1):
        trace.append(dict(reach))
        for diagonal in range(-count, count + 1, 2):
            at = _next(reach, diagonal, count)
            while at < len(old) and 0 <= at - diagonal < len(new) and old[at] == new[at - diagonal]:
                at += 1
            reach[diagonal] = at
            if at >= len(old) and at - diagonal >= len(new):
                return _back(trace, len(old), len(new))
    return None


def _next(reach: _Reach, diagonal: int, count: int) -> int:
    """Down where one thing came, to the right where one went: from the diagonal that reaches further."""
    comes = diagonal == -count or (diagonal != count and reach[diagonal - 1] < reach[diagonal + 1])
    return reach[diagonal + 1] if comes else reach[diagonal - 1] + 1


def _back(trace: list[_Reach], at: int, new_at: int) -> list[Edit]:
    found: list[Edit] = []
    for count in range(len(trace) - 1, 0, -1):
        reach, diagonal = trace[count], at - new_at
        comes = diagonal == -count or (diagonal != count and reach[diagonal - 1] < reach[diagonal + 1])
        before = diagonal + 1 if comes else diagonal - 1
        at, new_at = reach[before], reach[before] - before
        found.append(Edit(at, at, new_at, new_at + 1) if comes else Edit(at, at + 1, new_at, new_at))
    return found[::-1]


def _joined(steps: list[Edit]) -> list[Edit]:
    out: list[Edit] = []
    for step in steps:
        if out and (out[-1].end, out[-1].new_end) == (step.start, step.new_start):
            last = out.pop()
            step = Edit(last.start, step.end, last.new_start, step.new_end)  # noqa: PLW2901 -- grown
        out.append(step)
    return out


def _moved(edit: Edit, by: int) -> Edit:
    return Edit(edit.start + by, edit.end + by, edit.new_start + by, edit.new_end + by)
