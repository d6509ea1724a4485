"""Stretches of a block that hold the terms of a query nearest to each other, cut at sentences."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from server.search.rules.needles import Needles, Spot

# Characters of a stretch, and of what is read at once of a long block.
WIDTH: Final = 180
_PIECE: Final = 1_000
# A word that only begins with the letters typed last stands behind the word itself, as if letters away.
_LONGER: Final = 60

_END_OF_SENTENCE: Final = re.compile(
    r"[.!?…](?:(?<=\w\w\w.)|(?<=[\d»”\")%€].))[»”\")\u00a0\u202f]*\s+(?=[A-ZÀ-ÞŒ«“\"—–\d])"
)


class Stretch(NamedTuple):
    """Where it stands in its piece, and whether a sentence is cut there.

    `gap`: letters between the words that stand nearest to each other.
    """

    text: str
    begin: int
    end: int
    cuts_before: bool
    cuts_behind: bool
    terms: int
    gap: int
    spots: Sequence[Spot]


def pieces(text: str) -> Iterator[str]:
    """A long block in pieces that end at a space, where there is one."""
    begin = 0
    while len(text) - begin > _PIECE:
        end = text.rfind(" ", begin + _PIECE // 2, begin + _PIECE) + 1 or begin + _PIECE
        yield text[begin:end]
        begin = end
    yield text[begin:]


def stretches(needles: Needles, text: str) -> Iterator[Stretch]:
    """Those of a piece, none over another."""
    ends = [0, *(found.end() for found in _END_OF_SENTENCE.finditer(text)), len(text)]
    waiting = [needles.spots(text)]
    while waiting:
        spots = waiting.pop()
        if not spots:
            continue
        near, terms = _nearest(spots)
        begin, end = _around(text, ends, near[0].begin, near[-1].end)
        inside = [spot for spot in spots if begin <= spot.begin and spot.end <= end]
        gap = near[-1].end - near[0].begin - sum(spot.end - spot.begin for spot in near)
        gap += _LONGER * any(spot.is_longer for spot in near)
        yield Stretch(text, begin, end, begin not in ends, end not in ends, terms, gap, inside)
        waiting.append([spot for spot in spots if spot.begin >= end])
        waiting.append([spot for spot in spots if spot.end <= begin])


def _nearest(spots: Sequence[Spot]) -> tuple[Sequence[Spot], int]:
    """The fewest letters that hold the most terms, and how many those are."""
    best: tuple[int, int, int, int] | None = None
    counts: dict[int, int] = {}
    first = longer = 0
    for last, spot in enumerate(spots):
        counts[spot.term] = counts.get(spot.term, 0) + 1
        longer += spot.is_longer
        while counts[spots[first].term] > 1 or (first < last and spot.end - spots[first].begin > WIDTH):
            counts[spots[first].term] -= 1
            longer -= spots[first].is_longer
            first += 1
        terms = sum(map(bool, counts.values()))
        tried = (-terms, spot.end - spots[first].begin + _LONGER * bool(longer), first, last)
        best = min(best or tried, tried)
    if best is None:
        raise ValueError
    return spots[best[2] : best[3] + 1], -best[0]


def _around(text: str, ends: Sequence[int], begin: int, end: int) -> tuple[int, int]:
    """The sentences around a place, or as much of them as is shown."""
    first = max(one for one in ends if one <= begin)
    last = min(one for one in ends if one >= end)
    if last - first <= WIDTH:
        return first, last
    room = max(0, WIDTH - (end - begin))
    start = max(first, begin - max(room // 2, room - (last - end)))
    stop = min(last, end + room - (begin - start))
    if start > first:
        start = text.find(" ", start, begin) + 1 or start
    if stop < last:
        space = text.rfind(" ", end, stop)
        stop = space if space > 0 else max(end, stop)
    return min(start, begin), stop
