"""Erases a passage from all updates of a note, as if it had been deleted the moment it was written.

Every other letter keeps its author, its clock and its place, so that history and copies elsewhere stay true.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from crdt.blocks import DELETED, STRING, Block, Update, read_blocks, units, write_blocks
from crdt.letters import Change, Letters
from crdt.ranges import Ranges
from crdt.run import Run
from crdt.varint import write_varint

# Fewer letters are everywhere.
SHORTEST: Final = 4

Passage = Mapping[int, Ranges]
Occurrence = tuple[tuple[int, int, int], ...]


def without(update: bytes, passage: Passage) -> bytes:
    """The update with each letter of the passage as one that is deleted, of which nothing is told."""
    parsed = read_blocks(update)
    sections = []
    is_touched = False
    for client, blocks in parsed.sections:
        ranges = passage.get(client)
        rewritten = (
            blocks if ranges is None else [part for one in blocks for part in _cut(client, one, ranges)]
        )
        is_touched = is_touched or len(rewritten) != len(blocks) or rewritten != blocks
        sections.append((client, rewritten))
    return write_blocks(Update(sections, parsed.deletes)) if is_touched else update


def deletion(passage: Passage) -> bytes:
    """The update that deletes a passage from a note that knows all of it."""
    out = bytearray(b"\x00" + write_varint(len(passage)))
    for client, ranges in passage.items():
        out += write_varint(client) + write_varint(len(ranges))
        for start, end in ranges:
            out += write_varint(start) + write_varint(end - start)
    return bytes(out)


def find(updates: Sequence[bytes], words: str) -> tuple[list[Occurrence], Letters]:
    """Where the words have ever stood, as (client, first clock, clock after the last) of their letters.

    Also where they come to stand once those are gone: "abc" in "ababcc".
    """
    found, letters, _ = search(updates, words)
    return found, letters


def search(updates: Sequence[bytes], words: str) -> tuple[list[Occurrence], Letters, "Finder"]:
    """As `find`; and what looks for the words in the updates to come, once those that were found are gone."""
    first = last = _find(updates, words)
    found = list(first.found)
    while last.found:
        passage = passage_of(last.found)
        updates = [without(update, passage) for update in updates]
        last = _find(updates, words)
        found += last.found
    return found, first.letters, last


class Finder:
    """Reads a journal and finds where some words come to stand, however they were written."""

    def __init__(self, words: str) -> None:
        self.letters = Letters()
        self.found: dict[Occurrence, None] = {}
        self._sought = units(words)
        self._pairs = {self._sought[at : at + 2] for at in range(len(self._sought) - 1)}

    def read(self, update: bytes) -> None:
        """Take the next update in."""
        for change in self.letters.apply(update):
            for occurrence in _around(self.letters, change, self._sought, self._pairs):
                self.found[occurrence] = None


def _find(updates: Iterable[bytes], words: str) -> Finder:
    finder = Finder(words)
    for update in updates:
        finder.read(update)
    return finder


def passage_of(occurrences: Iterable[Occurrence]) -> Passage:
    """All of them together."""
    passage: dict[int, Ranges] = {}
    for occurrence in occurrences:
        for client, start, end in occurrence:
            passage.setdefault(client, Ranges()).add(start, end)
    return passage


def length(passage: Passage) -> int:
    """How many letters (UTF-16 units) it has."""
    return sum(end - start for ranges in passage.values() for start, end in ranges)


def _cut(client: int, block: Block, ranges: Ranges) -> Iterator[Block]:
    if block.kind != STRING:
        yield block
        return
    at = block.clock
    for start, end in ranges:
        if end <= at or start >= block.end:
            continue
        start, end = _whole(block, max(start, at), min(end, block.end))  # noqa: PLW2901 - the same, within
        if start > at:
            yield block.cut(client, at, start)
        part = block.cut(client, start, end)
        yield part._replace(kind=DELETED, text="")
        at = end
    if at == block.clock:
        yield block
    elif at < block.end:
        yield block.cut(client, at, block.end)


def _whole(block: Block, start: int, end: int) -> tuple[int, int]:
    """Not half of a character."""
    if "\udc00" <= block.text[start - block.clock] <= "\udfff":
        start -= 1
    if end < block.end and "\udc00" <= block.text[end - block.clock] <= "\udfff":
        end += 1
    return start, end


def _around(letters: Letters, change: Change, sought: str, pairs: set[str]) -> Iterator[Occurrence]:
    """The words that can be read now and touch what has changed."""
    run = letters.run_at(change.client, change.start)
    if run.is_gone:
        return
    at = change.start - run.clock
    inside = []
    if change.is_deletion:
        leftwards, rightwards = (
            _leftwards(run.before, None, len(sought)),
            _rightwards(run.after, 0, len(sought)),
        )
    elif run.is_deleted:
        return
    else:
        text = run.text[at : at + change.end - change.start]
        leftwards = _leftwards(run, at, len(sought))
        rightwards = _rightwards(run, at + len(text), len(sought))
        inside = [(run, at, text)]
    # Most letters are told from the words by what stands next to them, which is the first of each.
    left, right = list(islice(leftwards, 1)), list(islice(rightwards, 1))
    if not _may_hold(left, inside, right, sought, pairs):
        return
    yield from _read([*reversed([*left, *leftwards]), *inside, *right, *rightwards], sought)


def _may_hold(
    left: "list[Piece]", inside: "list[Piece]", right: "list[Piece]", sought: str, pairs: set[str]
) -> bool:
    """Whether the words can reach over both sides of what has changed, or begin or end in it."""
    before, after = (left[0][2][-1] if left else ""), (right[0][2][0] if right else "")
    if not inside:
        return before + after in pairs
    text = inside[0][2]
    return (sought[0] in text or before + text[0] in pairs) and (
        sought[-1] in text or text[-1] + after in pairs
    )


Piece = tuple[Run, int, str]


def _leftwards(run: Run | None, until: int | None, many: int) -> Iterator[Piece]:
    """The visible letters before a place, the nearest first, `many` letters of it."""
    while run is not None and many > 1:
        text = run.text if until is None else run.text[:until]
        if text and not run.is_deleted:
            first = max(0, len(text) - many + 1)
            yield run, first, text[first:]
            many -= len(text) - first
        run, until = run.before, None


def _rightwards(run: Run | None, first: int, many: int) -> Iterator[Piece]:
    while run is not None and many > 1:
        text = run.text[first : first + many - 1]
        if text and not run.is_deleted:
            yield run, first, text
            many -= len(text)
        run, first = run.after, 0


def _read(pieces: list[Piece], sought: str) -> Iterator[Occurrence]:
    whole = "".join(text for _, _, text in pieces)
    at = whole.find(sought)
    while at >= 0:
        yield tuple(_places(pieces, at, at + len(sought)))
        at = whole.find(sought, at + 1)


def _places(pieces: list[Piece], start: int, end: int) -> Iterator[tuple[int, int, int]]:
    at = 0
    for run, first, text in pieces:
        low, high = max(start, at), min(end, at + len(text))
        if low < high:
            clock = run.clock + first - at
            yield run.client, clock + low, clock + high
        at += len(text)
