"""Comparison of two texts by passages: which stayed, changed, came, went or moved, and how many that makes.

It only asks whether two passages are equal, so digests of passages give the same answer as their words.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from export.changes.script import Edit, aligned

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class MovedRun:
    """`many` passages that follow each other stand elsewhere now, in the same order."""

    start: int
    new_start: int
    many: int


@dataclass(frozen=True, slots=True)
class Compared(Generic[T]):
    """`edits` are the places where the texts differ, in order; what moved is among them as well."""

    before: Sequence[T]
    after: Sequence[T]
    edits: tuple[Edit, ...]
    moves: tuple[MovedRun, ...]

    @property
    def passages(self) -> int:
        """How many changed, came, went or moved.

        One that went and one in its place are one that changed; passages that moved together are one move.
        """
        gone, come = self.moved_from, self.moved_to
        return len(self.moves) + sum(
            max(
                sum(at not in gone for at in range(edit.start, edit.end)),
                sum(at not in come for at in range(edit.new_start, edit.new_end)),
            )
            for edit in self.edits
        )

    @property
    def moved_from(self) -> dict[int, int]:
        """For each passage that moved, by its place before, the number of its move."""
        moves = enumerate(self.moves)
        return {at: number for number, move in moves for at in range(move.start, move.start + move.many)}

    @property
    def moved_to(self) -> dict[int, int]:
        """The same by its place now."""
        moves = enumerate(self.moves)
        return {
            at: number for number, move in moves for at in range(move.new_start, move.new_start + move.many)
        }


def compare(before: Sequence[T], after: Sequence[T]) -> Compared[T]:
    edits = tuple(aligned(before, after))
    return Compared(before, after, edits, tuple(_moves(before, after, edits)))


def _moves(before: Sequence[T], after: Sequence[T], edits: Sequence[Edit]) -> list[MovedRun]:
    """What went in one place and came in another, in the order of the text now."""
    went: defaultdict[T, list[int]] = defaultdict(list)
    for edit in edits:
        for at in range(edit.start, edit.end):
            went[before[at]].append(at)
    found: list[MovedRun] = []
    for edit in edits:
        for new_at in range(edit.new_start, edit.new_end):
            if not (places := went.get(after[new_at])):
                continue
            last = found[-1] if found else None
            # Of several that are alike, the one that follows what moved with it.
            follows = last is not None and last.new_start + last.many == new_at
            at = last.start + last.many if last is not None and follows else -1
            if last is not None and at in places:
                places.remove(at)
                found[-1] = MovedRun(last.start, last.new_start, last.many + 1)
            else:
                found.append(MovedRun(places.pop(0), new_at, 1))
    return found
