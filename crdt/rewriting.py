"""Turns one text into another by few edits: text in both keeps its authors, and carets stay in place."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

# Beyond so many pairs of lines to compare, all between the first and the last change is one edit.
_MOST_PAIRS: Final = 4_000_000


class Rewrite(NamedTuple):
    """The code points `start` to before `end` of the old text become `text`."""

    start: int
    end: int
    text: str


def rewrites(before: str, after: str) -> list[Rewrite]:
    """The edits that turn one text into the other, in order and apart from each other."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    at = sum(map(len, old[:head]))
    return [edit for edit in _between(a, b, at) if edit.end > edit.start or edit.text]


def _between(old: list[str], new: list[str], at: int) -> Iterator[Rewrite]:
    if len(old) * len(new) > _MOST_PAIRS:
        yield _finer("".join(old), "".join(new), at)
        return
    lengths = [0]
    for line in old:
        lengths.append(lengths[-1] + len(line))
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            yield _finer("".join(old[i:j]), "".join(new[k:m]), at + lengths[i])


def _finer(old: str, new: str, at: int) -> Rewrite:
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    return Rewrite(at + head, at + len(old) - tail, new[head : len(new) - tail])


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    count = 0
    for a, b in zip(old, new, strict=False):
        if a != b:
            break
        count += 1
    return count
