"""Recognises letters that were put back, by the shape that an undo leaves; no client claims anything.

Yjs undoes a deletion by a copy of the letters, written in front of the deleted ones: the right origin of the
copy is the first letter that it copies. See `redoItem` in its `src/structs/Item.js`.
"""

from bisect import bisect_right, insort
from collections.abc import Callable, Collection, Iterator
from typing import Final, NamedTuple

from crdt.blocks import UNKNOWN, Place
from crdt.copies import Copies
from crdt.run import Run

# An undo that had not heard of others: so many of their runs may stand between a copy and its letters.
_NEAR: Final = 64
# Behind what was typed on the same place fewer letters are typed as well.
_FEW: Final = 3


class Fresh(NamedTuple):
    """New letters in one place; `text` has one character a unit."""

    client: int
    clock: int
    text: str
    left: Place | None
    right: Place

    @property
    def end(self) -> int:
        return self.clock + len(self.text)


class PuttingBack:
    """Fills `copies` from what is new. A letter is put back once: the next time its copy is."""

    def __init__(self, run_at: Callable[[int, int], Run | None]) -> None:
        self.copies = Copies()
        self._run_at = run_at
        self._put: dict[int, list[tuple[int, int, Place]]] = {}

    def look(self, fresh: Fresh, by: str, restorers: Collection[int]) -> None:
        """Whether these letters are copies: deleted by their writer, and put back at their place.

        What the server has put back, under the ids `restorers`, anybody may have deleted.
        """
        deleter = None if fresh.client in restorers else by
        first = self._run_at(*fresh.right)
        if first is None or not first.is_deleted or first.is_gone or not self._is_near(first, fresh):
            return
        said, ends = self._said(fresh.right, deleter, len(fresh.text))
        least = _FEW if self._goes_on(fresh) else 0
        for at, length in _found(said, ends if deleter is not None else {len(fresh.text)}, fresh, least):
            whose, clock = fresh.right
            self.copies.add(fresh.client, fresh.clock + at, fresh.clock + at + length, fresh.right)
            insort(self._put.setdefault(whose, []), (clock, clock + length, (fresh.client, fresh.clock + at)))

    def put(self, client: int, clock: int) -> Place | None:
        """The letter that a deleted letter was put back as, if it was; that one may be deleted by now."""
        known = self._put.get(client)
        at = bisect_right(known, clock, key=lambda one: one[0]) - 1 if known else -1
        if known is None or at < 0 or clock >= known[at][1]:
            return None
        start, _, (copier, first) = known[at]
        return copier, first + clock - start

    def _said(self, place: Place, deleter: str | None, most: int) -> tuple[str, set[int]]:
        """What stands deleted from a place on, and after how many letters a deletion has ended."""
        client, clock = place
        said: list[str] = []
        ends: set[int] = set()
        many, before = 0, None
        while many < most and (run := self._run_at(client, clock + many)) is not None:
            if before is not None and not _goes_on(before, run):
                break
            if not run.is_deleted or (deleter is not None and run.by not in (deleter, None)):
                break
            if before is not None and (run.died != before.died or before.after is not run):
                ends.add(many)
            at, end = clock + many, min(run.end, clock + most)
            while at < end and self.put(client, at) is None:
                said.append(self._letter(run, at))
                at += 1
            many = at - clock
            if at < end:
                break
            if end < run.end:
                return "".join(said), ends
            before = run
        return "".join(said), ends | {many}

    def _letter(self, run: Run, clock: int) -> str:
        letter = run.text[clock - run.clock]
        if letter != UNKNOWN:
            return letter
        client, typed = self.copies.typed(run.client, clock)
        source = self._run_at(client, typed)
        return letter if source is None else source.text[typed - source.clock]

    def _goes_on(self, fresh: Fresh) -> bool:
        """Whether its client typed on where it typed last."""
        if fresh.left != (fresh.client, fresh.clock - 1):
            return False
        before = self._run_at(*fresh.left)
        return before is not None and not before.is_deleted and before.right_origin == fresh.right

    def _is_near(self, first: Run, fresh: Fresh) -> bool:
        """Whether the copy stands where its letters did: behind what stood in front of them then."""
        client, clock = fresh.right
        origin = first.origin if first.clock == clock else (client, clock - 1)
        if fresh.left == origin:
            return True
        run = first.before
        for _ in range(_NEAR):
            if run is None or fresh.left is None:
                return run is None and fresh.left is None
            whose, left = fresh.left
            if run.client == whose and run.clock <= left < run.end:
                return True
            if origin is not None and run.client == origin[0] and run.clock <= origin[1] < run.end:
                return False
            run = run.before
        return False


def _goes_on(before: Run, run: Run) -> bool:
    """Whether a client typed both without a pause: Yjs copies them together."""
    return run.origin == (run.client, run.clock - 1) and run.right_origin == before.right_origin


def _found(said: str, ends: Collection[int], fresh: Fresh, least: int) -> Iterator[tuple[int, int]]:
    """Where in the new letters the deleted ones stand, and how many of them: all that was deleted at once."""
    for length in sorted(ends, reverse=True):
        is_same = least < length <= len(said) and _same(fresh.text[:length], said[:length])
        if is_same and _is_apart(fresh.text, length):
            yield 0, length
            return
    for length in sorted(ends, reverse=True):
        at = fresh.text.find(said[:length]) if _FEW < length <= len(said) else -1
        if at >= 0 and _is_apart(fresh.text, at) and _is_apart(fresh.text, at + length):
            yield at, length
            return


def _same(text: str, said: str) -> bool:
    if UNKNOWN not in text:
        return text == said
    return len(text) == len(said) and all(a in (b, UNKNOWN) for a, b in zip(text, said, strict=True))


def _is_apart(text: str, at: int) -> bool:
    """Whether no word goes over this place: words that were put back are not part of others."""
    return not 0 < at < len(text) or not (text[at - 1].isalnum() and text[at].isalnum())
