"""Number of changed passages, and whether the text counts as rewritten."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from export.changes.compare import Compared, compare

# So few changed passages are marked, whatever their words: a short note is read with its marks.
FEW: Final = 3


class Leaf(NamedTuple):
    """A passage: its folded words or their digest, and how many they are."""

    key: str | bytes
    words: int


@dataclass(frozen=True, slots=True)
class Counted:
    """How many passages changed, came, went or moved. Rewritten: most of the words are others."""

    passages: int
    is_rewritten: bool


def counted(before: Sequence[Leaf], after: Sequence[Leaf]) -> Counted | None:
    """None: whether it was rewritten, the words within the passages have to say."""
    found = compare(before, after)
    passages = found.passages
    if passages and not before:
        return Counted(passages, is_rewritten=True)
    if passages <= FEW or not is_most_else(found, 0):
        return Counted(passages, is_rewritten=False)
    return None


def is_most_else(found: Compared[Leaf], kept: int) -> bool:
    """Whether fewer than half of the words of the longer text stayed or moved with their passage.

    `kept` are words that stayed in passages that changed.
    """
    went = sum(found.before[at].words for edit in found.edits for at in range(edit.start, edit.end))
    moved = sum(found.before[at].words for at in found.moved_from)
    old, new = (sum(leaf.words for leaf in text) for text in (found.before, found.after))
    return 2 * (old - went + moved + kept) < max(old, new)
