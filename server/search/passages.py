"""Passages of a note that hold what a query wants, as a reader sees them: nearest first, words marked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple
from unicodedata import is_normalized, normalize

from export.note.title import name_of
from server.search.needles import Needles, Spot
from server.search.plain import BETWEEN, blocks, clean, is_longer, said
from server.search.query import Query

# A text in pieces, each marked or not.
Parts = list[tuple[str, bool]]

# Characters of a passage that are shown, of what is read of a note word by word, and of one piece of it.
WIDTH: Final = 180
_READ: Final = 40_000
_PIECE: Final = 1_000
# Nearness of a note without a passage that holds all.
FAR: Final = 10_000
_QUOTE: Final = 80
# Characters in which a note without a title has its first words.
_HEAD: Final = 2_000

_SENTENCE: Final = re.compile(
    r"[.!?…](?:(?<=\w\w\w.)|(?<=[\d»”\")%€].))[»”\")\u00a0\u202f]*\s+(?=[A-ZÀ-ÞŒ«“\"—–\d])"
)


class Passage(NamedTuple):
    """`heading` is the one above it. `quote` stands in the note letter by letter, but for its spaces."""

    parts: Parts
    heading: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passages:
    """`count` counts all, `shown` holds the nearest. `nearness` is small where all words stand together.

    `is_cut`: the text was too long to be read to its end.
    """

    title: Parts
    shown: list[Passage]
    count: int
    nearness: int
    is_cut: bool


class _Found(NamedTuple):
    """A passage before it is shown. `gap`: letters between the words that stand nearest to each other."""

    text: str
    begin: int
    end: int
    terms: int
    gap: int
    spots: Sequence[Spot]
    typed: str
    heading: str


def passages(markdown: str, query: Query, most: int) -> Passages:
    needles = Needles(query)
    title = ""
    found: list[_Found] = []
    left = _READ
    for block in blocks(markdown):
        if block.level == 1 and not title:
            title = said(block)
            continue
        if not needles.may_hold(block.typed):
            continue
        text = _composed(said(block))
        for piece in _pieces(text):
            if left > 0 and needles.may_hold(piece):
                left -= len(piece)
                found += _in_piece(needles, piece, block.typed, block.heading)
    best = max((one.terms for one in found), default=0)
    if best == needles.terms:
        found = [one for one in found if one.terms == best]
    found.sort(key=lambda one: (-one.terms, one.gap))
    return Passages(
        title=_parts(title or name_of(markdown[:_HEAD]), needles),
        shown=[_shown(one) for one in found[:most]],
        count=len(found),
        nearness=_nearness(found, needles.terms),
        is_cut=left <= 0 or is_longer(markdown),
    )


def says(markdown: str, query: Query) -> bool:
    """Whether a note holds each of the exact phrases, each within one block."""
    if not query.exact:
        return True
    needles = Needles(query)
    missing = set(range(len(query.exact)))
    for block in blocks(markdown):
        if needles.may_hold(block.typed):
            missing -= needles.has_phrases(_composed(said(block)))
            if not missing:
                return True
    return False


def marked(text: str, query: Query) -> Parts:
    """A title or another line with what is found in it."""
    return _parts(text, Needles(query))


def _composed(text: str) -> str:
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def _pieces(text: str) -> Iterator[str]:
    """A long block in pieces that end at a space, where there is one."""
    begin = 0
    while len(text) - begin > _PIECE:
        end = text.rfind(" ", begin + _PIECE // 2, begin + _PIECE) + 1 or begin + _PIECE
        yield text[begin:end]
        begin = end
    yield text[begin:]


def _in_piece(needles: Needles, text: str, typed: str, heading: str) -> Iterator[_Found]:
    """The passages of a piece, none over another."""
    ends = [0, *(found.end() for found in _SENTENCE.finditer(text)), len(text)]
    waiting = [needles.spots(text)]
    while waiting:
        spots = waiting.pop()
        if not spots:
            continue
        near, terms = _nearest(spots)
        begin, end = _around(text, ends, near[0].begin, near[-1].end)
        inside = [spot for spot in spots if begin <= spot.begin and spot.end <= end]
        gap = near[-1].end - near[0].begin - sum(spot.end - spot.begin for spot in near)
        yield _Found(text, begin, end, terms, gap, inside, typed, heading)
        waiting.append([spot for spot in spots if spot.begin >= end])
        waiting.append([spot for spot in spots if spot.end <= begin])


def _nearest(spots: Sequence[Spot]) -> tuple[Sequence[Spot], int]:
    """The fewest letters that hold the most terms, and how many those are."""
    best: tuple[int, int, int, int] | None = None
    counts: dict[int, int] = {}
    first = 0
    for last, spot in enumerate(spots):
        counts[spot.term] = counts.get(spot.term, 0) + 1
        while counts[spots[first].term] > 1 or (first < last and spot.end - spots[first].begin > WIDTH):
            counts[spots[first].term] -= 1
            first += 1
        terms = sum(map(bool, counts.values()))
        tried = (-terms, spot.end - spots[first].begin, first, last)
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


def _nearness(found: Sequence[_Found], terms: int) -> int:
    if not found:
        return FAR * 10
    best = found[0]
    return min(best.gap, FAR - 1) if best.terms == terms else FAR + terms - best.terms


def _shown(found: _Found) -> Passage:
    text, begin, end = found.text, found.begin, found.end
    while begin < end and text[begin].isspace():
        begin += 1
    while begin < end and text[end - 1].isspace():
        end -= 1
    parts = _cut(text, begin, end, found.spots)
    if begin and not _SENTENCE.search(text[max(0, begin - 8) : begin + 1]):
        parts = [("… ", False), *parts]
    if end < len(text) and text[end - 1] not in ".!?…»”)":
        parts = [*parts, (" …", False)]
    return Passage(_joined(parts), clean(found.heading), _quote(found))


def _cut(text: str, begin: int, end: int, spots: Sequence[Spot]) -> Parts:
    """A stretch of a text in pieces; marked ones that only a space parts are one."""
    parts: Parts = []
    at = begin
    for spot in spots:
        between = text[at : spot.begin]
        parts += [(between, not between.strip() and at > begin), (text[spot.begin : spot.end], True)]
        at = spot.end
    return [*parts, (text[at:end], False)]


def _joined(parts: Parts) -> Parts:
    """Neighbours that are alike as one, without empty ones."""
    out: Parts = []
    for text, is_marked in parts:
        if out and out[-1][1] == is_marked:
            out[-1] = (out[-1][0] + text, is_marked)
        elif text:
            out.append((text, is_marked))
    return out


def _parts(text: str, needles: Needles) -> Parts:
    text = _composed(text)
    return _joined(_cut(text, 0, len(text), needles.spots(text)))


def _quote(found: _Found) -> str:
    """The words around the first marked one, as far as they stand in the note without a sign among them."""
    spot = found.spots[0]
    cell = found.text.rfind(BETWEEN, found.begin, spot.begin)
    begin = cell + len(BETWEEN) if cell >= 0 else found.begin
    cell = found.text.find(BETWEEN, spot.end, found.end)
    end = cell if cell >= 0 else found.end
    if end - begin <= _QUOTE and found.text[begin:end] in found.typed:
        return found.text[begin:end].strip()
    start, stop = spot.begin, spot.end
    for word in re.finditer(r"\s*\S+", found.text[stop:end]):
        if (
            spot.end + word.end() - start > _QUOTE
            or found.text[start : spot.end + word.end()] not in found.typed
        ):
            break
        stop = spot.end + word.end()
    for word in reversed(list(re.finditer(r"\S+\s*", found.text[begin:start]))):
        if stop - begin - word.start() > _QUOTE or found.text[begin + word.start() : stop] not in found.typed:
            break
        start = begin + word.start()
    quote = found.text[start:stop]
    return quote.strip() if quote in found.typed else ""
