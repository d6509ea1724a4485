"""Diff of the passages of two versions: which ones have changed, or that the text was written anew.

The one rule for the marks in a text and for the count in a list: the marks know the passages, a list only
their digests.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from export.note.edits import Edit, edits

T = TypeVar("T")

# Beyond so many changed passages a text is read from its beginning.
MOST_PASSAGES: Final = 12
# User text cannot hold it: quotation marks in it are escaped.
_MARKED: Final = re.compile(r' data-ch="\d+"')


@dataclass(frozen=True, slots=True)
class Counted:
    """How many passages changed, came or went: more than MOST_PASSAGES where it is not known how many."""

    passages: int
    is_rewritten: bool


def counted(before: Sequence[T], after: Sequence[T]) -> Counted:
    """Passages that are equal are unchanged; one that moved went and came.

    Rewritten: more than MOST_PASSAGES have changed, or more than half of the longer version.
    """
    return _counted(_changed(before, after), max(len(before), len(after)))


def to_mark(before: Sequence[T], after: Sequence[T]) -> list[Edit]:
    """Where the passages differ; none where the text was written anew."""
    found = _changed(before, after)
    is_rewritten = _counted(found, max(len(before), len(after))).is_rewritten
    return [] if found is None or is_rewritten else found


def _changed(before: Sequence[T], after: Sequence[T]) -> list[Edit] | None:
    """None: more than MOST_PASSAGES differ, in whatever way they are counted."""
    return edits(before, after, 2 * MOST_PASSAGES)


def _counted(found: list[Edit] | None, longer: int) -> Counted:
    if found is None:
        return Counted(MOST_PASSAGES + 1, is_rewritten=True)
    passages = sum(map(_size, found))
    return Counted(passages, is_rewritten=passages > MOST_PASSAGES or 2 * passages > longer)


def _size(edit: Edit) -> int:
    """How many passages an edit counts for: one that went, and one in its place, are one that changed."""
    return max(edit.end - edit.start, edit.new_end - edit.new_start)


def marked(html: str) -> int:
    """How many passages of a body for the reader carry marks; 0 where it has none, or could not have them."""
    return len(_MARKED.findall(html))
