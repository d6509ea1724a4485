"""Anchors: find a passage again by its first and last letter, wherever they have moved."""

from bisect import bisect_right
from typing import NamedTuple

from crdt.blocks import Place, joined
from crdt.letters import Letters
from crdt.run import Run


class Passage(NamedTuple):
    """The text between two letters now; `start` and `end` count code points of the whole text."""

    start: int
    end: int
    text: str


class Passages:
    """Those of a document, however many are asked for."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters
        # A run by its identity -> its rank, and how many visible letters stand before it.
        self._at: dict[int, tuple[int, int]] = {}
        visible: list[str] = []
        count = 0
        for rank, run in enumerate(self._letters):
            self._at[id(run)] = (rank, count)
            if not run.is_deleted:
                visible.append(run.text)
                count += len(run.text)
        self._visible = "".join(visible)

    def find(self, first: Place, last: Place) -> Passage | None:
        """The passage from `first` to `last`; None where nothing of it is left, or is known."""
        begin, end = self._place(first), self._place(last)
        if begin is None or end is None or begin[:2] > end[:2]:
            return None
        text = joined(self._visible[begin[2] : end[3]])
        start = len(joined(self._visible[: begin[2]]))
        return Passage(start, start + len(text), text) if text else None

    def ends(self, start: int, end: int) -> tuple[Place, Place]:
        """The first and the last letter of the text from `start` to before `end`, in code points."""
        text = joined(self._visible)
        shown = [(before, run) for run in self._letters if (before := self._before(run)) is not None]
        starts = [before for before, _ in shown]

        def letter(unit: int) -> Place:
            before, run = shown[bisect_right(starts, unit) - 1]
            return run.client, run.clock + unit - before

        return letter(_units(text[:start])), letter(_units(text[:end]) - 1)

    def _before(self, run: Run) -> int | None:
        """How many visible letters stand before a run; None where it is deleted."""
        return None if run.is_deleted else self._at[id(run)][1]

    def _place(self, letter: Place) -> tuple[int, int, int, int] | None:
        """Its rank, by run and in the run; how many visible letters stand before it, and to its end."""
        client, clock = letter
        if not 0 <= clock < self._letters.clock(client):
            return None
        run = self._letters.run_at(client, clock)
        known = self._at.get(id(run))
        if known is None:
            return None
        rank, before = known
        within = clock - run.clock
        if run.is_deleted:
            return rank, within, before, before
        return rank, within, before + within, before + within + 1


def passages_of(state: bytes) -> Passages:
    """Those of a document that is one update."""
    letters = Letters()
    for _ in letters.apply(state):
        """Only the order of the letters is wanted."""
    return Passages(letters)


def _units(text: str) -> int:
    """How many UTF-16 units a text has, as Yjs counts."""
    return len(text.encode("utf-16-le")) // 2
