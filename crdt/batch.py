"""A batch: the entries of one commit, the acknowledgements after it, and its updates for all others."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pycrdt import merge_updates

from crdt.seat import Seat

MERGED_AT_ONCE: Final = 64


@dataclass(slots=True)
class Entry:
    """The new part of an update, as its author sent it; of several where typing went on."""

    seat: Seat
    update: bytes


@dataclass(frozen=True, slots=True)
class Batch:
    """The entries of the next commit, and the messages to send after it. `claims`: client id -> first writer.

    `answers`, packed, show the note as it is with these entries and without those that come later.
    """

    entries: list[Entry]
    claims: dict[int, Seat]
    settled: dict[Seat, int]
    answers: list[tuple[Seat, bytes]]


def merged(entries: list[Entry]) -> Iterator[bytes]:
    """As few updates as merging stays cheap for: its cost grows faster than what is merged."""
    for start in range(0, len(entries), MERGED_AT_ONCE):
        some = entries[start : start + MERGED_AT_ONCE]
        yield some[0].update if len(some) == 1 else merge_updates(*[entry.update for entry in some])
