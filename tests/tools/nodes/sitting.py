"""Sitting: what one open page has typed, what of it was acknowledged, and what it has shown of others."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from crdt.update import read_update


class Run(NamedTuple):
    """Letters of one client id: clocks `start` to before `end`."""

    client: int
    start: int
    end: int

    def letters(self) -> Iterator[tuple[int, int]]:
        return ((self.client, clock) for clock in range(self.start, self.end))


@dataclass(slots=True)
class Edit:
    """A word that was typed, or one that was deleted. Times are of the monotonic clock.

    `word` says who typed it and the how-manieth it is, so that no two are alike.
    """

    word: str
    run: Run
    typed_at: float
    is_deletion: bool = False
    acknowledged_at: float = math.inf

    @property
    def is_acknowledged(self) -> bool:
        return self.acknowledged_at < math.inf


class Shown(NamedTuple):
    """What one message put on a screen, and what it took away."""

    at: float
    written: tuple[Run, ...]
    deleted: tuple[Run, ...]


@dataclass(slots=True)
class Sitting:
    """Of one page: its note, its edits, what it was shown, and the text on its screen at the end."""

    who: str
    note: str
    is_by_http: bool = False
    edits: list[Edit] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    screen: str = ""
    connections: int = 0
    turned_away: list[int] = field(default_factory=list)


def runs_of(update: bytes) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """What an update writes and what it deletes. Raises MalformedError.

    What was written and deleted without a network may come as blocks that are deleted already, and be named
    nowhere else: a long update is taken in slices, the blocks first, and then nothing is left to be deleted.
    """
    parsed = read_update(update)
    written = tuple(Run(section.client, section.start, section.end) for section in parsed.sections)
    born = (Run(section.client, *some) for section in parsed.sections for some in section.born_deleted)
    ranges = parsed.deletes.items()
    return written, (*born, *(Run(client, start, end) for client, some in ranges for start, end in some))
