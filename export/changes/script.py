"""Edit script of two sequences: the shortest between the things that stand once in both (Myers, 1986).

"An O(ND) Difference Algorithm" costs the length of both times their differences. So a long text is cut at
the things that stand once on both sides, in the same order, as patience diff does.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeVar

T = TypeVar("T")

# By diagonal, how far a script of so many edits reaches in the first sequence.
_Reach: TypeAlias = dict[int, int]
# Comparisons for all of a text, at most.
_MOST_COMPARED: Final = 200_000


@dataclass(frozen=True, slots=True)
class Edit:
    """`before[start:end]` became `after[new_start:new_end]`; one of the two may be empty."""

    start: int
    end: int
    new_start: int
    new_end: int


def aligned(before: Sequence[T], after: Sequence[T]) -> list[Edit]:
    """The edits in order, none beside another; what costs too much to compare is one edit."""
    gaps = list(_gaps(before, after))
    most = _MOST_COMPARED // max(1, sum(gap.end - gap.start + gap.new_end - gap.new_start for gap in gaps))
    found: list[Edit] = []
    for gap in gaps:
        old, new = before[gap.start : gap.end], after[gap.new_start : gap.new_end]
        within = edits(old, new, min(most, len(old) + len(new)))
        found += [gap] if within is None else [_moved(edit, gap.start, gap.new_start) for edit in within]
    return _joined(found)


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
    return None if steps is None else [_moved(edit, start, start) for edit in _joined(steps)]


def common_start(before: Sequence[T], after: Sequence[T]) -> int:
    """How many things both begin with."""
    pairs = enumerate(zip(before, after, strict=False))
    return next((at for at, (old, new) in pairs if old != new), min(len(before), len(after)))


def _gaps(before: Sequence[T], after: Sequence[T]) -> Iterator[Edit]:
    """What stands between things that both have once, in one order."""
    at, new_at = 0, 0
    for anchor, new_anchor in [*_anchors(before, after), (len(before), len(after))]:
        if (at, new_at) != (anchor, new_anchor):
            yield Edit(at, anchor, new_at, new_anchor)
        at, new_at = anchor + 1, new_anchor + 1


def _anchors(before: Sequence[T], after: Sequence[T]) -> list[tuple[int, int]]:
    """The longest run of places, rising on both sides, of things that stand once on each."""
    olds, news = Counter(before), Counter(after)
    places = {thing: at for at, thing in enumerate(after) if news[thing] == 1}
    pairs = [(at, places[thing]) for at, thing in enumerate(before) if olds[thing] == 1 and thing in places]
    ends: list[int] = []
    last: list[int] = []
    before_it: list[int] = []
    for number, (_, new_at) in enumerate(pairs):
        length = bisect_left(ends, new_at)
        ends[length : length + 1] = [new_at]
        last[length : length + 1] = [number]
        before_it.append(last[length - 1] if length else -1)
    run: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        run.append(pairs[number])
        number = before_it[number]
    return run[::-1]


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


def _moved(edit: Edit, by: int, new_by: int) -> Edit:
    return Edit(edit.start + by, edit.end + by, edit.new_start + new_by, edit.new_end + new_by)
