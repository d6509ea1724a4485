"""Rewrites a note with the letters that it had: what was there is kept or put back, and keeps its author.

What is put back has the shape that an undo leaves: see `crdt.putting_back`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from crdt.blocks import STRING, UNKNOWN, Block, Place, Update, units, write_blocks
from crdt.chronicle import Chronicle
from crdt.erasing import deletion
from crdt.ranges import Ranges
from crdt.rewriting import rewrites
from crdt.run import Run

# Beyond so many pairs of words to compare, what is not a moment of the note is new.
_MOST_PAIRS: Final = 4_000_000
# So many moments of the right length are compared, the last first.
_MOST_MOMENTS: Final = 50
_WORD: Final = re.compile(r"\w+|[\ud800-\udbff][\udc00-\udfff]|\s+|.", re.DOTALL)


class _Letter(NamedTuple):
    run: Run
    clock: int
    unit: str

    @property
    def place(self) -> Place:
        return self.run.client, self.clock

    @property
    def is_there(self) -> bool:
        return not self.run.is_deleted


@dataclass(slots=True)
class _Gap:
    """All letters from one place of the text to another, deleted ones too; they are to say `text`."""

    left: Place | None
    letters: list[_Letter]
    right: Place | None
    text: str


def restoring(chronicle: Chronicle, text: str, *, client: int) -> bytes:
    """The update, written as `client`, that makes this text of the note that the chronicle tells."""
    blocks: list[Block] = []
    gone: dict[int, Ranges] = {}
    whole = _Gap(None, list(_letters(chronicle)), None, units(text))
    kept = _as_it_was(chronicle, whole)
    found = [(whole, kept)] if kept is not None else _apart(chronicle, whole, text)
    clock = 0
    for gap, kept in found:
        for block in _blocks(gap, kept, client, clock):
            blocks.append(block)
            clock = block.end
        for at, letter in enumerate(gap.letters):
            if letter.is_there and kept.get(at) is None:
                whose, first = letter.place
                gone.setdefault(whose, Ranges()).add(first, first + 1)
    return write_blocks(Update([(client, blocks)] if blocks else [], deletion(gone)[1:]))


def _letters(chronicle: Chronicle) -> Iterator[_Letter]:
    for run in chronicle.letters:
        for clock, unit in enumerate(run.text, run.clock):
            yield _Letter(run, clock, unit)


def _as_it_was(chronicle: Chronicle, gap: _Gap) -> dict[int, int] | None:
    """The letters of the last moment at which the gap said its text: place in the gap -> in the text."""
    lives = [chronicle.life(*letter.place) for letter in gap.letters]
    changes: Counter[int] = Counter()
    for letter, (born, died) in zip(gap.letters, lives, strict=True):
        if letter.unit != UNKNOWN:
            changes[born] += 1
            changes[died or chronicle.moments + 1] -= 1
    lengths, length = [], 0
    for moment in sorted(changes):
        length += changes[moment]
        lengths.append((moment, length))
    fitting = [moment for moment, length in reversed(lengths) if length == len(gap.text)]
    for moment in fitting[:_MOST_MOMENTS]:
        then = [
            at
            for at, (born, died) in enumerate(lives)
            if gap.letters[at].unit != UNKNOWN and born <= moment and not 0 < died <= moment
        ]
        if "".join(gap.letters[at].unit for at in then) == gap.text:
            return _latest(chronicle, gap, then)
    return None


def _latest(chronicle: Chronicle, gap: _Gap, then: list[int]) -> dict[int, int]:
    """What stands for these letters now: where one was put back already, its copy."""
    places = {letter.place: at for at, letter in enumerate(gap.letters)}
    kept, before = {}, -1
    for number, at in enumerate(then):
        letter = gap.letters[at]
        while not letter.is_there and (copy := chronicle.letters.put(*letter.place)) in places:
            at = places[copy]  # noqa: PLW2901 - the same letter
            letter = gap.letters[at]
        if at > before and (letter.is_there or chronicle.letters.put(*letter.place) is None):
            kept[at], before = number, at
    return kept


def _apart(chronicle: Chronicle, whole: _Gap, text: str) -> Iterator[tuple[_Gap, dict[int, int]]]:
    """The gaps in which the text changes, each with what can stay or be put back."""
    there = [at for at, letter in enumerate(whole.letters) if letter.is_there]
    now = chronicle.letters.markdown()
    before, unit = 0, 0
    for start, end, new in rewrites(now, text):
        unit += len(units(now[before:start]))
        until = unit + len(units(now[start:end]))
        first = there[unit - 1] + 1 if unit else 0
        last = there[until] if until < len(there) else len(whole.letters)
        before, unit = end, until
        left = whole.letters[first - 1].place if first else None
        right = whole.letters[last].place if last < len(whole.letters) else None
        gap = _Gap(left, whole.letters[first:last], right, units(new))
        kept = _as_it_was(chronicle, gap)
        yield gap, _alike(chronicle, gap) if kept is None else kept


def _alike(chronicle: Chronicle, gap: _Gap) -> dict[int, int]:
    """The words of the gap that its text says too."""
    usable = [
        at
        for at, letter in enumerate(gap.letters)
        if letter.is_there or (letter.unit != UNKNOWN and chronicle.letters.put(*letter.place) is None)
    ]
    old = _WORD.findall("".join(gap.letters[at].unit for at in usable))
    new = _WORD.findall(gap.text)
    if len(old) * len(new) > _MOST_PAIRS:
        return {}
    starts, said = _starts(old), _starts(new)
    kept = {}
    for at, to, many in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        for n in range(starts[at + many] - starts[at]):
            kept[usable[starts[at] + n]] = said[to] + n
    return kept


def _starts(words: Iterable[str]) -> list[int]:
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word))
    return starts


def _blocks(gap: _Gap, kept: dict[int, int], client: int, clock: int) -> Iterator[Block]:
    """From the right to the left, so that new words never go on where letters are put back."""
    places = [gap.left, *(letter.place for letter in gap.letters)]
    right, until = gap.right, len(gap.text)
    for first, last, said in reversed([*_together(gap, kept)]):
        if new := gap.text[said + last - first : until]:
            yield Block(STRING, clock, len(new), places[last], right, new)
            clock += len(new)
        until, right = said, gap.letters[first].place
        if not gap.letters[first].is_there:
            text = gap.text[said : said + last - first]
            yield Block(STRING, clock, len(text), places[first], right, text)
            right = client, clock
            clock += len(text)
    if new := gap.text[:until]:
        first = next(iter(sorted(kept)), len(gap.letters))
        yield Block(STRING, clock, len(new), places[first], right, new)


def _together(gap: _Gap, kept: dict[int, int]) -> Iterator[tuple[int, int, int]]:
    """The letters of the gap that stay or come back, those of one run in one: from, to, place in the text."""
    first, last, said = 0, 0, 0
    for at, to in sorted(kept.items()):
        if last > first and (at, to) == (last, said + last - first):
            one, other = gap.letters[first], gap.letters[at]
            if one.run is other.run:
                last = at + 1
                continue
        if last > first:
            yield first, last, said
        first, last, said = at, at + 1, to
    if last > first:
        yield first, last, said
