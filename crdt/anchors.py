"""Finds a passage again by its first and its last letter, wherever these have gone meanwhile."""

from itertools import pairwise
from typing import NamedTuple

from crdt.blocks import Place, joined
from crdt.letters import Letters


class Passage(NamedTuple):
    """What stands between two letters now; `start` and `end` count code points of the whole text."""

    start: int
    end: int
    text: str


def passage(state: bytes, first: Place, last: Place) -> Passage | None:
    """The passage from `first` to `last` in a document; None where nothing of it is left, or is known."""
    letters = Letters()
    for _ in letters.apply(state):
        """Only the order of the letters is wanted."""
    before: list[str] = []
    inside: list[str] = []
    has_begun = has_ended = False
    for run in letters:
        for start, end in _cut(run.client, run.clock, run.end, first, last):
            has_begun = has_begun or first == (run.client, start)
            if not run.is_deleted and not has_ended:
                (inside if has_begun else before).append(run.text[start - run.clock : end - run.clock])
            has_ended = has_ended or (has_begun and last == (run.client, end - 1))
    text = joined("".join(inside))
    if not has_ended or not text:
        return None
    start = len(joined("".join(before)))
    return Passage(start, start + len(text), text)


def _cut(client: int, clock: int, end: int, first: Place, last: Place) -> list[tuple[int, int]]:
    """The parts of a run before and behind the two letters."""
    cuts = {clock, end}
    if first[0] == client and clock < first[1] < end:
        cuts.add(first[1])
    if last[0] == client and clock <= last[1] < end - 1:
        cuts.add(last[1] + 1)
    edges = sorted(cuts)
    return list(pairwise(edges))
