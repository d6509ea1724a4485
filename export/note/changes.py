"""Diff of two texts by blocks: which ones have changed, and where some were taken out."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# Beyond so many pairs to compare, a block has changed when its words stood nowhere in the other text.
_MOST_PAIRS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Indexes of blocks. A removal at the number of blocks is one at the end."""

    changed: frozenset[int]
    removed_before: frozenset[int]


def changes(before: Sequence[str], after: Sequence[str]) -> Changes:
    """The edits from one sequence of blocks to the other; spaces do not count."""
    old, new = [" ".join(block.split()) for block in before], [" ".join(block.split()) for block in after]
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    a, b = old[start : len(old) - end], new[start : len(new) - end]
    if len(a) * len(b) > _MOST_PAIRS:
        known = set(a)
        fresh = frozenset(start + index for index, block in enumerate(b) if block not in known)
        return Changes(changed=fresh, removed_before=frozenset())
    changed: set[int] = set()
    removed: set[int] = set()
    for what, _, _, first, last in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if what == "delete":
            removed.add(start + first)
        elif what != "equal":
            changed.update(range(start + first, start + last))
    return Changes(changed=frozenset(changed), removed_before=frozenset(removed))


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    count = 0
    for a, b in zip(old, new, strict=False):
        if a != b:
            break
        count += 1
    return count
