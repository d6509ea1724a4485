"""Changes in words: what was there, what is there now, under which heading, and on which lines it stood."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias


class EditKind(StrEnum):
    """Kind of change of a passage."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    MOVED = "moved"


class Became(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


Run: TypeAlias = tuple[Became, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One change. `heading` is the one that it stands under, empty before the first.

    `parts` are its paragraphs, a cell of a table each, as runs of words in reading order. `lines` are those
    of the text before that it took up, counted from 0, the end not part of them; what came is between two.
    """

    change: EditKind
    heading: str
    is_title: bool
    parts: tuple[tuple[Run, ...], ...]
    lines: tuple[tuple[int, int], ...]


def facts(told: Iterable[Told]) -> list[list[Any]]:
    """As JSON has them."""
    return [[one.change, one.heading, one.is_title, one.parts, one.lines] for one in told]


def read_facts(said: Sequence[Sequence[Any]]) -> tuple[Told, ...]:
    return tuple(
        Told(
            change=EditKind(change),
            heading=heading,
            is_title=is_title,
            parts=tuple(tuple((Became(kind), words) for kind, words in part) for part in parts),
            lines=tuple((start, end) for start, end in lines),
        )
        for change, heading, is_title, parts, lines in said
    )
