"""Quotation marks of one kind: « » around, “ ” within; in English “ ” and ‘ ’. A text keeps its length."""

import re
from dataclasses import dataclass

from export.languages import Typography, language_of
from export.note.unbroken import ADDRESS

_OPENING, _CLOSING = "«“", "»”"
_MARKS = {Typography.FRENCH: re.compile('[«»“”"]'), Typography.PLAIN: re.compile('[“”"]')}
# German ones begin with a sign that ends no others.
_OTHERS = "„"
_BEHIND = re.compile(r"[^\w]*\Z")
# A straight mark opens in front of a word and closes behind one.
_NO_WORD_BEFORE = re.compile(r"[\s(\[{«“—–/’'-]")
_NO_WORD_AFTER = re.compile(r"[\s)\]}»”.,;:!?…—–/-]")


@dataclass(frozen=True, slots=True)
class _Pair:
    opening: int
    closing: int


def quoted(text: str, lang: str) -> str:
    """The same text with each pair of marks as its depth asks for; marks without another stay."""
    one = language_of(lang)
    marks = _MARKS[one.typography]
    if not marks.search(text) or _OTHERS in text:
        return text
    outer, inner = ([mark.strip() for mark in one.quotes[at : at + 2]] for at in (0, 2))
    pairs, around = _pairs(text, [found.start() for found in marks.finditer(_without_addresses(text))])
    out, ends = list(text), list[int]()
    for pair in pairs:
        while ends and ends[-1] < pair.opening:
            ends.pop()
        out[pair.opening], out[pair.closing] = inner if ends or around else outer
        ends.append(pair.closing)
    return "".join(out)


def _without_addresses(text: str) -> str:
    parts = ADDRESS.split(text)
    return "".join("x" * len(part) if number % 2 else part for number, part in enumerate(parts))


def _pairs(text: str, places: list[int]) -> tuple[list[_Pair], bool]:
    """Pairs as they open, and whether the text is of a quotation that began before it or ends behind."""
    open_places: list[int] = []
    pairs: list[_Pair] = []
    is_within = False
    for place in places:
        if _opens(text, place):
            open_places.append(place)
        elif _closes(text, place, text[open_places[-1]] if open_places else ""):
            if open_places:
                pairs.append(_Pair(open_places.pop(), place))
            else:
                is_within |= text[place] in _CLOSING and _BEHIND.match(text, place + 1) is not None
    is_within |= bool(open_places) and text[open_places[0]] in _OPENING and not text[: open_places[0]].strip()
    return sorted(pairs, key=lambda pair: pair.opening), is_within


def _opens(text: str, place: int) -> bool:
    if text[place] != '"':
        return text[place] in _OPENING
    after = text[place + 1 : place + 2]
    starts = place == 0 or _NO_WORD_BEFORE.match(text[place - 1]) is not None
    return starts and bool(after) and not _NO_WORD_AFTER.match(after)


def _closes(text: str, place: int, opening: str) -> bool:
    if text[place] != '"':
        return text[place] in _CLOSING
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    ends = not after or _NO_WORD_AFTER.match(after) is not None
    is_inch = before.isdigit() and opening != '"'
    return bool(before) and not _NO_WORD_BEFORE.match(before) and ends and not is_inch
