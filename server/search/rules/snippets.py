"""Snippets of a note for a query, as a reader sees the text: nearest first, words marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, NamedTuple
from unicodedata import is_normalized, normalize

from export.note.title import MAX_TITLE, name_of
from server.search.rules.needles import Needles, Spot
from server.search.rules.plain import BETWEEN, Block, blocks, clean, is_longer, said
from server.search.rules.query import Query
from server.search.rules.stretches import Stretch, pieces, stretches

# A text in pieces, each marked or not.
Parts = list[tuple[str, bool]]

# Characters of a note that are read word by word, and of a quote.
_READ: Final = 40_000
_QUOTE: Final = 80
# Nearness of a note without a snippet that holds all.
FAR: Final = 10_000
# Characters in which a note without a title has its first words, and of a heading that may be a title.
_HEAD: Final = 2_000
_LONGEST_TITLE: Final = 500
_WORD: Final = re.compile(r"\s*\S+\s*")


class Snippet(NamedTuple):
    """`heading` is the one above it. `quote` stands in the note letter by letter, but for its spaces."""

    parts: Parts
    heading: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippets:
    """`count` counts all, `shown` holds the nearest. `nearness` is small where all words stand together.

    `is_cut`: the text was too long to be read to its end.
    """

    title: Parts
    shown: list[Snippet]
    count: int
    nearness: int
    is_cut: bool


def snippets(markdown: str, query: Query, most: int) -> Snippets:
    needles = Needles(query)
    title = ""
    found: list[tuple[Stretch, Block]] = []
    left = _READ
    for block in blocks(markdown):
        if block.level == 1 and not title and len(block.typed) <= _LONGEST_TITLE:
            title = said(block)
            continue
        if not needles.may_hold(block.typed):
            continue
        text = _composed(said(block))
        for piece in pieces(text):
            if left > 0 and needles.may_hold(piece):
                left -= len(piece)
                found += [(one, block) for one in stretches(needles, piece)]
    if any(one.terms == needles.terms for one, _ in found):
        found = [(one, block) for one, block in found if one.terms == needles.terms]
    found.sort(key=lambda each: (-each[0].terms, each[0].gap))
    return Snippets(
        title=_parts((title or name_of(markdown[:_HEAD]))[:MAX_TITLE], needles),
        shown=[_shown(*each) for each in found[:most]],
        count=len(found),
        nearness=_nearness(found[0][0], needles.terms) if found else 10 * FAR,
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


def _composed(text: str) -> str:
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def _nearness(best: Stretch, terms: int) -> int:
    return min(best.gap, FAR - 1) if best.terms == terms else FAR + terms - best.terms


def _shown(found: Stretch, block: Block) -> Snippet:
    said = found.text[found.begin : found.end]
    begin = found.end - len(said.lstrip())
    end = found.begin + len(said.rstrip())
    before, behind = ("… " if found.cuts_before else ""), (" …" if found.cuts_behind else "")
    parts = [(before, False), *_cut(found.text, begin, end, found.spots), (behind, False)]
    return Snippet(
        _joined(parts), clean(block.heading[:_LONGEST_TITLE])[:MAX_TITLE], _quote(found, block.typed)
    )


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


def _quote(found: Stretch, typed: str) -> str:
    """The words around the first marked one, as far as they stand in the note without a sign among them."""
    spot = found.spots[0]
    cells = re.split(f"({re.escape(BETWEEN)})", found.text[found.begin : found.end])
    ends = list(accumulate(map(len, cells), initial=found.begin))
    begin = max(one for one in ends if one <= spot.begin)
    end = min(one for one in ends if one >= spot.end)
    words = [begin + one.start() for one in _WORD.finditer(found.text[begin:end])]
    quote = found.text[spot.begin : spot.end]
    for start in [*(one for one in reversed(words) if one < spot.begin), begin]:
        longer = found.text[start : spot.end]
        if spot.begin - start > _QUOTE // 2 or longer not in typed:
            break
        quote = longer
    start = spot.end - len(quote)
    for stop in [*(one for one in words if one > spot.end), end]:
        longer = found.text[start:stop].rstrip()
        if len(longer) > _QUOTE or longer not in typed:
            break
        quote = longer
    return quote.strip() if quote in typed else ""
