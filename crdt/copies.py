"""Range map of the letters that were put back: each stands for a letter that somebody typed before."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from crdt.blocks import DELETED, SKIP, Block, Place, Update, write_blocks


class Copy(NamedTuple):
    """The letters `start` to before `end` of a client stand for those of `typist` from `clock` on."""

    start: int
    end: int
    typist: int
    clock: int


class Copies:
    """Grows only, and of each client in the order of its clocks."""

    def __init__(self) -> None:
        self._of: dict[int, list[Copy]] = {}

    def __iter__(self) -> Iterator[tuple[int, Copy]]:
        for client, copies in self._of.items():
            for copy in copies:
                yield client, copy

    def __len__(self) -> int:
        return sum(map(len, self._of.values()))

    def typed(self, client: int, clock: int) -> Place:
        """The letter that somebody typed: itself, or the one that it stands for."""
        for copy in self._from(client, clock, clock + 1):
            return copy.typist, copy.clock + clock - copy.start
        return client, clock

    def pieces(self, client: int, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
        """These letters in pieces: start, end, and by whom and at which clock the first one was typed."""
        at = start
        for copy in self._from(client, start, end):
            if at < copy.start:
                yield at, copy.start, client, at
            at = max(at, copy.start)
            until = min(end, copy.end)
            yield at, until, copy.typist, copy.clock + at - copy.start
            at = until
        if at < end:
            yield at, end, client, at

    def add(self, client: int, start: int, end: int, source: Place) -> None:
        """The letters stand for those from `source` on, which may stand for others themselves."""
        known = self._of.setdefault(client, [])
        if known and known[-1].end > start:
            return
        whose, clock = source
        for first, last, typist, typed in list(self.pieces(whose, clock, clock + end - start)):
            known.append(Copy(start + first - clock, start + last - clock, typist, typed))

    def _from(self, client: int, start: int, end: int) -> Iterator[Copy]:
        copies = self._of.get(client)
        if not copies:
            return
        at = max(0, bisect_right(copies, start, key=lambda copy: copy.start) - 1)
        while at < len(copies) and copies[at].start < end:
            if copies[at].end > start:
                yield copies[at]
            at += 1


def repeated(copies: Copies) -> list[bytes]:
    """What says them in a journal that is shortened: known letters again, which no reader of the text takes.

    The letters of each client stand between gaps, as deleted ones whose right origin is the letter typed.
    """
    sections: list[tuple[int, list[Block]]] = []
    for client, copy in copies:
        if not sections or sections[-1][0] != client:
            sections.append((client, []))
        blocks = sections[-1][1]
        if blocks and blocks[-1].end < copy.start:
            blocks.append(Block(SKIP, blocks[-1].end, copy.start - blocks[-1].end))
        blocks.append(Block(DELETED, copy.start, copy.end - copy.start, None, (copy.typist, copy.clock)))
    return [write_blocks(Update(sections, b"\x00"))] if sections else []
