"""Every letter that a note has held, in its place, deleted ones too: no document gives these.

Yjs keeps the order of deleted letters and forgets what they were; the journal still says it. The order is
found as Yjs finds it: see `Item.integrate` in its `src/structs/Item.js`.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterator
from typing import NamedTuple

from crdt.blocks import DELETED, GC, STRING, UNKNOWN, Block, Place, deletions, joined, read_blocks
from crdt.copies import Copies
from crdt.putting_back import Fresh, PuttingBack
from crdt.run import Run


class Change(NamedTuple):
    """The letters `start` to before `end` of a client have come, or were deleted."""

    client: int
    start: int
    end: int
    is_deletion: bool


class Letters:
    """Built from the updates of a journal, in their order. `copies` are the letters that were put back."""

    def __init__(self) -> None:
        self._putting_back = PuttingBack(self._known)
        self._fresh: list[Fresh] = []
        self._updates = 0
        self._first: Run | None = None
        # Of each client the runs by their clocks, those clocks once more to be found by, and the next one.
        self._runs: dict[int, list[Run]] = {}
        self._starts: dict[int, list[int]] = {}
        self._clocks: dict[int, int] = {}

    def markdown(self) -> str:
        """The text as it is now."""
        return joined("".join(run.text for run in self if not run.is_deleted))

    def __iter__(self) -> Iterator[Run]:
        run = self._first
        while run is not None:
            yield run
            run = run.after

    @property
    def runs(self) -> int:
        """How many runs there are, those among them that have no place any more."""
        return sum(map(len, self._runs.values()))

    @property
    def copies(self) -> Copies:
        """The letters that were put back, and for which ones they stand."""
        return self._putting_back.copies

    def put(self, client: int, clock: int) -> Place | None:
        """The letter that a deleted letter was put back as, if it was."""
        return self._putting_back.put(client, clock)

    def now(self, client: int, clock: int) -> Place:
        """The letter itself; where it is deleted and was put back, what it was put back as last."""
        place: Place | None = (client, clock)
        while place is not None:
            client, clock = place
            place = self.put(client, clock) if self.run_at(client, clock).is_deleted else None
        return client, clock

    def apply(
        self, update: bytes, by: str | None = None, restorers: Collection[int] = ()
    ) -> Iterator[Change]:
        """Take an update in; gives each change as soon as it is made, and before the next.

        `by` wrote it: without a writer no copies are looked for. `restorers` are the client ids under which
        the server puts back.
        """
        parsed = read_blocks(update)
        self._updates += 1
        waiting = [(client, block) for client, blocks in parsed.sections for block in blocks]
        while waiting:
            # A block may build on a client that stands further down in the same update.
            later = []
            for client, block in waiting:
                if self._lacks(block, client):
                    later.append((client, block))
                elif self._takes(client, block, by):
                    yield Change(client, block.clock, block.end, is_deletion=False)
            if len(later) == len(waiting):
                break
            waiting = later
        yield from self._delete(parsed.deletes, by)
        # An undo without a network comes with the deletion that it takes back.
        for fresh in self._fresh:
            self._putting_back.look(fresh, by or "", restorers)
        self._fresh.clear()

    def _takes(self, client: int, block: Block, by: str | None) -> bool:
        """Take a block in; False where it is known: so a shortened journal says what was put back."""
        if block.end <= self.clock(client):
            if block.kind == DELETED and block.right is not None:
                self.copies.add(client, block.clock, block.end, block.right)
            return False
        self._integrate(client, block)
        if by is not None and block.right is not None and block.kind != GC:
            self._note(client, block)
        return True

    def _delete(self, deletes: bytes, by: str | None) -> Iterator[Change]:
        for client, start, end in deletions(deletes):
            for run in self._between(client, start, end):
                if not run.is_deleted:
                    run.is_deleted, run.by, run.died = True, by, self._updates
                    yield Change(client, run.clock, run.end, is_deletion=True)

    def is_visible(self, client: int, start: int, end: int) -> bool:
        """Whether any of these letters is in the text now."""
        return any(not run.is_deleted for run in self._between(client, start, end))

    def copies_there(self) -> Copies:
        """The letters that were put back and are in the text now."""
        there = Copies()
        for client, copy in self.copies:
            if self.is_visible(client, copy.start, copy.end):
                there.add(client, copy.start, copy.end, (copy.typist, copy.clock))
        return there

    def is_whole(self, client: int, start: int, end: int) -> bool:
        """Whether all of these letters are in the text now."""
        return all(not run.is_deleted for run in self._between(client, start, end))

    def run_at(self, client: int, clock: int) -> Run:
        """The run that holds a letter."""
        return self._runs[client][bisect_right(self._starts[client], clock) - 1]

    def clock(self, client: int) -> int:
        """The next clock of a client."""
        return self._clocks.get(client, 0)

    def _note(self, client: int, block: Block) -> None:
        """Remember new letters, those together that were written without a pause."""
        _, clock, _, left, right, _ = block
        text = block.text if block.kind == STRING else UNKNOWN * block.length
        if self._fresh and left == (client, clock - 1):
            last = self._fresh[-1]
            if last.client == client and last.right == right and last.end == clock:
                self._fresh[-1] = last._replace(text=last.text + text)
                return
        if right is not None:
            self._fresh.append(Fresh(client, clock, text, left, right))

    def _known(self, client: int, clock: int) -> Run | None:
        return self.run_at(client, clock) if 0 <= clock < self.clock(client) else None

    def _lacks(self, block: Block, client: int) -> bool:
        _, clock, _, left, right, _ = block
        return (
            clock > self.clock(client)
            or (left is not None and left[1] >= self.clock(left[0]))
            or (right is not None and right[1] >= self.clock(right[0]))
        )

    def _between(self, client: int, start: int, end: int) -> list[Run]:
        """The runs that are exactly the letters `start` to before `end`."""
        end = min(end, self.clock(client))
        if start >= end:
            return []
        low, runs = self._split_at(client, start), self._runs[client]
        if runs[low].end == end:
            return [runs[low]]
        return runs[low : self._split_at(client, end)]

    def _split_at(self, client: int, clock: int) -> int:
        """Let a run begin at this clock; which of the client's it is."""
        starts = self._starts[client]
        at = bisect_right(starts, clock) - 1
        if starts[at] == clock:
            return at
        run = self._runs[client][at]
        if clock == run.end:
            return at + 1
        cut = clock - run.clock
        rest = Run(client, clock, run.text[cut:], (client, clock - 1), run.right_origin, run.is_deleted)
        rest.is_gone, rest.by, rest.died = run.is_gone, run.by, run.died
        run.text = run.text[:cut]
        self._runs[client].insert(at + 1, rest)
        starts.insert(at + 1, clock)
        if not run.is_gone:
            rest.before, rest.after = run, run.after
            if run.after is not None:
                run.after.before = rest
            run.after = rest
        return at + 1

    def _types_on(self, client: int, block: Block) -> bool:
        """Take a block that goes on where its client wrote last; False for any other."""
        runs = self._runs.get(client)
        if not runs or block.kind != STRING or block.left != (client, block.clock - 1):
            return False
        run, after = runs[-1], runs[-1].after
        if run.end != block.clock or run.is_deleted or run.right_origin != block.right:
            return False
        if block.right != (None if after is None else (after.client, after.clock)):
            return False
        run.text += block.text
        return True

    def _integrate(self, client: int, block: Block) -> None:
        self._clocks[client] = block.end
        if self._types_on(client, block):
            return
        left = right = None
        if block.left is not None:
            self._split_at(block.left[0], block.left[1] + 1)
            left = self.run_at(*block.left)
        if block.right is not None:
            self._split_at(*block.right)
            right = self.run_at(*block.right)
        text = block.text if block.kind == STRING else UNKNOWN * block.length
        run = Run(client, block.clock, text, block.left, block.right, block.kind != STRING)
        if block.kind == GC or (left and left.is_gone) or (right and right.is_gone):
            run.is_deleted = run.is_gone = True
            self._append(run)
            return
        left = self._left_of(run, left, right)
        if left is not None and _continues(left, run):
            left.text += run.text
            return
        run.before, run.after = left, self._first if left is None else left.after
        if left is None:
            self._first = run
        else:
            left.after = run
        if run.after is not None:
            run.after.before = run
        self._append(run)

    def _append(self, run: Run) -> None:
        self._runs.setdefault(run.client, []).append(run)
        self._starts.setdefault(run.client, []).append(run.clock)

    def _left_of(self, run: Run, left: Run | None, right: Run | None) -> Run | None:
        """Whom a run comes to stand behind, among those that were written at the same place."""
        other = self._first if left is None else left.after
        seen: set[Run] = set()
        conflicting: set[Run] = set()
        while other is not None and other is not right:
            seen.add(other)
            conflicting.add(other)
            if other.origin == run.origin:
                if other.client < run.client:
                    left = other
                    conflicting.clear()
                elif other.right_origin == run.right_origin:
                    break
            elif other.origin is not None and (origin := self.run_at(*other.origin)) in seen:
                if origin not in conflicting:
                    left = other
                    conflicting.clear()
            else:
                break
            other = other.after
        return left


def _continues(left: Run, run: Run) -> bool:
    """Whether a run is more of the same typing, so that both are one."""
    return (
        left.client == run.client
        and left.end == run.clock
        and run.origin == (left.client, left.end - 1)
        and left.right_origin == run.right_origin
        and left.is_deleted == run.is_deleted
    )
