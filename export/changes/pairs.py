"""Pairs of passages: what each one was, or that it came, went or moved, in reading order."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol, TypeVar

from export.changes.compare import Compared, compare
from export.changes.counted import FEW, Counted, Leaf, is_most_else
from export.changes.words import Word

# More pairs of one place are not weighed: they are taken in order.
_MOST_WEIGHED: Final = 2_500
# Where fewer words stayed than one in so many, what is left of the old ones helps nobody.
_FEW_LEFT: Final = 3


class Worded(Protocol):
    """What is compared: words with their places in a text."""

    @property
    def key(self) -> str:
        """Equal for passages that say the same."""

    @property
    def text(self) -> str: ...

    @property
    def words(self) -> Sequence[Word]: ...


P = TypeVar("P", bound=Worded)


@dataclass(frozen=True, slots=True)
class Pair:
    """Places of a passage in the text before and now; None where it has none. `number` is its change, from 0.

    A move is two: one without a place now, one without a place before. `was_at` and `at`: how many passages
    of before and of now stand before it.
    """

    old: int | None
    new: int | None
    was_at: int
    at: int
    number: int = 0
    is_moved: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """`pairs` are all that differ; `counted` says how many changes they are, and whether they are marked."""

    pairs: tuple[Pair, ...]
    counted: Counted

    @property
    def marked(self) -> tuple[Pair, ...]:
        """None where so much has changed that the text is read from its beginning."""
        return () if self.counted.is_rewritten else self.pairs


def changes(before: Sequence[P], after: Sequence[P]) -> Comparison:
    """The one list of edits, of which each page and print shows its part."""
    found = compare([_leaf(one) for one in before], [_leaf(one) for one in after])
    pairs = tuple(_numbered(_pairs(found, before, after)))
    passages = found.passages
    kept = 0
    if passages > FEW:
        both = [(before[p.old], after[p.new]) for p in pairs if p.old is not None and p.new is not None]
        kept = sum(kept_words(old, new) for old, new in both)
    is_rewritten = bool(passages) and (not before or (passages > FEW and is_most_else(found, kept)))
    return Comparison(pairs, Counted(passages, is_rewritten))


def kept_words(old: Worded, new: Worded) -> int:
    """How many words stayed; none where too few did to tell one text from the other by them."""
    kept = (_bag(old) & _bag(new)).total()
    return kept if kept * _FEW_LEFT >= max(len(old.words), len(new.words)) else 0


def paired(old: Sequence[P], new: Sequence[P]) -> Iterator[tuple[int | None, int | None]]:
    """As many pairs as there can be, in order, those that have the most words in common."""
    fewer, more = (old, new) if len(old) <= len(new) else (new, old)
    if len(fewer) * len(more) > _MOST_WEIGHED or len(fewer) == len(more):
        pairs = [(at if at < len(fewer) else None, at) for at in range(len(more))]
    else:
        pairs = _best(fewer, more)
    for one, other in pairs:
        yield (one, other) if fewer is old else (other, one)


def _leaf(passage: Worded) -> Leaf:
    return Leaf(passage.key, len(passage.words))


def _numbered(pairs: Iterator[Pair]) -> Iterator[Pair]:
    """By the order in which they are read; both halves of a move have one number."""
    moves: dict[int, int] = {}
    count = 0
    for pair in pairs:
        number = moves.get(pair.number, count) if pair.is_moved else count
        if pair.is_moved:
            moves[pair.number] = number
        count += number == count
        yield replace(pair, number=number)


def _pairs(found: Compared[Leaf], before: Sequence[P], after: Sequence[P]) -> Iterator[Pair]:
    gone, come = found.moved_from, found.moved_to
    for edit in found.edits:
        olds = [at for at in range(edit.start, edit.end) if at not in gone]
        news = [at for at in range(edit.new_start, edit.new_end) if at not in come]
        left = [at for at in range(edit.start, edit.end) if at in gone]
        came = [at for at in range(edit.new_start, edit.new_end) if at in come]
        was_at, at = edit.start, edit.new_start
        for one, other in [*paired([before[n] for n in olds], [after[n] for n in news]), (None, None)]:
            old = None if one is None else olds[one]
            new = None if other is None else news[other]
            is_last = old is None and new is None
            # What moved stands where it stood, and where it stands, among the others.
            while left and (is_last or (old is not None and left[0] < old)):
                was_at = left[0] + 1
                yield Pair(left[0], None, left[0], at, gone[left.pop(0)], is_moved=True)
            while came and (is_last or (new is not None and came[0] < new)):
                at = came[0] + 1
                yield Pair(None, came[0], was_at, came[0], come[came.pop(0)], is_moved=True)
            if not is_last:
                was_at, at = was_at if old is None else old, at if new is None else new
                yield Pair(old, new, was_at, at)
                was_at, at = was_at + (old is not None), at + (new is not None)


def _best(fewer: Sequence[P], more: Sequence[P]) -> list[tuple[int | None, int]]:
    bags, others = [_bag(one) for one in fewer], [_bag(one) for one in more]
    best = [[0.0] * (len(more) + 1) for _ in range(len(fewer) + 1)]
    for i in range(1, len(fewer) + 1):
        for j in range(i, len(more) + 1):
            common = (bags[i - 1] & others[j - 1]).total()
            pair = best[i - 1][j - 1] + common / max(1, len(fewer[i - 1].words), len(more[j - 1].words))
            best[i][j] = max(pair, best[i][j - 1]) if j > i else pair
    pairs: list[tuple[int | None, int]] = []
    i = len(fewer)
    for j in range(len(more), 0, -1):
        is_alone = j > i and (i == 0 or best[i][j] == best[i][j - 1])
        pairs.append((None if is_alone else i - 1, j - 1))
        i -= not is_alone
    return pairs[::-1]


def _bag(passage: Worded) -> Counter[str]:
    return Counter(word.folded for word in passage.words)
