"""Where the lines of a print end: in no number, date, unit or address, and in no word without a hyphen.

It reads the words and their boxes from the PDF (poppler), and the Markdown that is attached to it, and knows
nothing of how the print was made.
"""

import io
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import pikepdf

_WORD = re.compile(
    r'<page width="([\d.]+)" height="([\d.]+)">|'
    r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">([^<]*)</word>'
)
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'"}
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009\n\t"), " ") | dict.fromkeys(
    map(ord, "\u200b\u2060\u00ad")
)
_MARKS = re.compile(r"[*`~#\\]|\[\^[^\]]*\]|(?<!\w)_|_(?!\w)")
# Of the height of a word: two words of a line, two lines of a paragraph; rows of a table are further apart.
_GAP, _NEAR, _FAR = 0.42, 0.6, 1.3
_CONTEXT, _MOST_NUMBER = 60, 12
# A word of more letters has no line that is long enough, and a notice says so.
_NO_LINE = 60

_MONTHS = (
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|January|February|March"
    "|April|May|June|July|August|September|October|November|December"
)
_UNITS = (
    "%|€|k€|M€|Md€|\\$|km/h|km²|km|m²|m³|kg|t|ha|kWh/m²|kWh|MWh|GWh|MW|h|min|ans|an|mois|jours|€/m²|°C|dB|millions?"
    "|milliards?|billion|pm|am|years?|months|days|hab\\./km²|t CO2e"
)
_NUMBER = r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?|\d+(?:[.,/:-]\d+)*"
PROTECTED = (
    re.compile(rf"(?<![\d.,])[+−±]? ?(?:{_NUMBER})(?: (?:{_UNITS})(?!\w))?"),
    re.compile(rf"(?<!\w)\d{{1,2}}(?:er)? (?:{_MONTHS})(?: \d{{4}})?(?!\w)"),
    re.compile(rf"(?<!\w)(?:{_MONTHS}) (?:\d{{1,2}}, )?\d{{4}}(?!\d)"),
    re.compile(r"(?<!\d)0\d(?: \d\d){4}(?!\d)|\+\d\d(?: ?\(0\))? ?\d(?: \d\d){4}(?!\d)"),
    re.compile(r"\+44 \d\d \d{4} \d{4}(?!\d)|\(\d{3}\) \d{3}-\d{4}(?!\d)"),
    re.compile(r"(?<!\d)\d{1,2} h \d\d(?!\d)"),
    re.compile(r"(?<![\w€])[$€£] ?\d+(?:[.,]\d+)*(?: (?:million|billion))?(?!\w)"),
)
_ADDRESS = re.compile(
    r"[^\s|()<>\[\]]*(?:://|\w@\w)[^\s|()<>\[\]]*|(?:[\w-]+\.)+(?:fr|org|com)(?:/[^\s|()<>\[\]]*)?"
)
_AFTER = "/.?&=_@"
_EDGE = re.compile(r"[\s()<>«»\[\]|]")
_LETTERS = re.compile(r"[^\W\d_]+")


class Line(NamedTuple):
    """A line of a cell or a paragraph; points from the head of the page."""

    page: int
    left: float
    right: float
    top: float
    high: float
    text: str


class Cut(NamedTuple):
    """What was cut, and the ends of the two lines."""

    page: int
    what: str
    before: str
    after: str


@dataclass
class Source:
    """What was printed, as it was typed."""

    text: str

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(_LETTERS.findall(_ADDRESS.sub(" ", self.text).casefold()))

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Words that follow each other."""
        return frozenset(pairwise(_LETTERS.findall(self.text.casefold())))

    @cached_property
    def addresses(self) -> list[str]:
        return [found.rstrip(".,;:!?") for found in _ADDRESS.findall(self.text)]

    @cached_property
    def long(self) -> frozenset[str]:
        return frozenset(word for word in self.text.split() if len(word) > _NO_LINE)

    @cached_property
    def numbers(self) -> int:
        return len(re.findall(_NUMBER, self.text))


@dataclass
class Seen:
    """What was looked at."""

    prints: int = 0
    lines: int = 0
    numbers: int = 0
    addresses: int = 0
    cuts: list[Cut] = field(default_factory=list)

    def add(self, other: "Seen") -> None:
        self.prints += other.prints
        self.lines += other.lines
        self.numbers += other.numbers
        self.addresses += other.addresses
        self.cuts += other.cuts


def look(pdf: bytes) -> Seen:
    """A print with its Markdown in it; one without has nothing to compare with."""
    source = Source(plain("\n".join(_sources(pdf))))
    lines = list(lines_of(pdf))
    cuts = [cut for one, other in _neighbours(lines) if (cut := _cut(one, other, source))]
    return Seen(1, len(lines), source.numbers, len(source.addresses), cuts)


def _sources(pdf: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for name in file.attachments:
            if name.endswith(".md"):
                yield file.attachments[name].get_file().read_bytes().decode()


def plain(text: str) -> str:
    text = _MARKS.sub("", text.translate(_SPACES).replace("’", "'"))
    return " ".join(text.split())


def lines_of(pdf: bytes) -> Iterator[Line]:
    run = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    page, middle, words = 0, 0.0, list[tuple[float, float, float, float, str]]()
    for found in _WORD.finditer(run.stdout.decode(errors="replace")):
        if found[1]:
            yield from _halves(page, middle, words)
            page, middle, words = page + 1, float(found[1]) / 2, []
        else:
            left, top, right, bottom = (float(found[at]) for at in range(3, 7))
            text = re.sub("&[^;]+;", lambda sign: _ENTITIES.get(sign[0], sign[0]), found[7])
            words.append((left, top, right, bottom, text))
    yield from _halves(page, middle, words)


def _halves(page: int, middle: float, words: list[tuple[float, float, float, float, str]]) -> Iterator[Line]:
    """Of a booklet's side, a half on which a page is turned is read from its foot to its head."""
    if not _is_turned(words, 0.2):
        yield from _joined(page, words)
        return
    for half in ([word for word in words if (word[0] < middle) is is_left] for is_left in (True, False)):
        turned = [(-bottom, left, -top, right, text) for left, top, right, bottom, text in half]
        yield from _joined(page, turned if _is_turned(half, 0.5) else half)


def _is_turned(words: list[tuple[float, float, float, float, str]], part: float) -> bool:
    long = [word for word in words if len(word[4]) > 3]
    return sum(bottom - top > right - left for left, top, right, bottom, _ in long) > len(long) * part


def _joined(page: int, words: list[tuple[float, float, float, float, str]]) -> Iterator[Line]:
    """Words side by side, in the order in which they were drawn."""
    line: Line | None = None
    for left, top, right, bottom, text in words:
        high = bottom - top
        if (
            line
            and abs(top + high - line.top - line.high) < line.high * 0.45
            and -1 < left - line.right < max(high, line.high) * _GAP
        ):
            is_larger = high > line.high
            gap = " " if left - line.right > 0.05 * line.high else ""
            line = line._replace(
                right=right,
                text=line.text + gap + text,
                top=top if is_larger else line.top,
                high=max(high, line.high),
            )
        else:
            if line:
                yield line
            line = Line(page, left, right, top, high, text)
    if line:
        yield line


def _is_beside(line: Line, left: float, bottom: float, high: float) -> bool:
    """An ordinal or the call of a note stands a little higher."""
    is_level = abs(bottom - line.top - line.high) < 0.45 * line.high
    return is_level and -1 < left - line.right < max(high, line.high) * _GAP


def _neighbours(lines: Iterable[Line]) -> Iterator[tuple[Line, Line]]:
    """Each line with those just under it, in the same column."""
    ordered = sorted(lines, key=lambda line: (line.page, line.top))
    for at, line in enumerate(ordered):
        for other in ordered[at + 1 :]:
            down = other.top - line.top
            if other.page != line.page or down > line.high * _FAR:
                break
            is_under = min(line.right, other.right) - max(line.left, other.left) > -0.5
            if down > line.high * _NEAR and is_under and abs(other.high - line.high) < 0.12 * line.high:
                yield line, other


def _cut(one: Line, other: Line, source: Source) -> Cut | None:
    before, after = plain(one.text)[-_CONTEXT:], plain(other.text)[:_CONTEXT]
    what = _cut_address(before, after, source)
    if what is None:
        what = _cut_number(before, after, source) or _cut_word(before, after, source)
    return Cut(one.page, what, before, after) if what else None


def _cut_number(before: str, after: str, source: Source) -> str:
    if not any(sign.isdigit() for sign in before[-_MOST_NUMBER:] + after[:_MOST_NUMBER]):
        return ""
    ways = [(before, ""), (before, " ")] + ([(before[:-1], "")] if before.endswith("-") else [])
    for start, glue in ways:
        joined, place = start + glue + after, len(start)
        for pattern in PROTECTED:
            for found in pattern.finditer(joined):
                if (
                    found.start() < place
                    and found.end() > place + len(glue)
                    and _stands(found[0].strip(), source)
                ):
                    return found[0]
    return ""


def _stands(number: str, source: Source) -> bool:
    """Whether it is in the text as one; a longer one that begins or ends with it is another."""
    return re.search(rf"(?<![\d.,]){re.escape(number)}(?!\d)", source.text) is not None


def _cut_word(before: str, after: str, source: Source) -> str:
    first, second = re.search(r"[^\W\d_]+\Z", before), re.match(r"[^\W\d_]+", after)
    if not (first and second):
        return ""
    pair = first[0].casefold(), second[0].casefold()
    whole = "".join(pair)
    is_cut = pair not in source.pairs and whole in source.words
    has_no_line = any(whole in word.casefold() for word in source.long)
    return whole if is_cut and not has_no_line else ""


def _cut_address(before: str, after: str, source: Source) -> str | None:
    """The address in which a line ends where it may not; empty where it may; None where there is none."""
    first, second = _EDGE.split(before)[-1], _EDGE.split(after)[0].rstrip(".,;:!?")
    if len(first) < 3 or len(second) < 2 or f"{first} {second}" in source.text:
        return None
    for address in source.addresses:
        if first + second in address and len(first + second) > 7:
            is_lawful = first[-1] in _AFTER or second[0] == "-"
            has_no_line = max(map(len, re.split(r"[/.?&=_-]", address))) > _NO_LINE
            return "" if is_lawful or has_no_line else address
        whole = first[:-1] + second
        is_word = any(whole.casefold() in word for word in source.words)
        if first.endswith("-") and not is_word and whole in address and len(whole) > 7:
            return address
    return None
