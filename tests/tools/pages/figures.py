"""Figures of a text that stand whole on a line of its print."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from tests.export.line_ends import PROTECTED, lines_of, plain

# Of several parts: a number alone cannot be cut.
_PARTS = re.compile(r"\d\D+\d|\d \D|\D \d")
_MORE = (re.compile(r"\bn° \w?\d[\d-]*"), re.compile(r"\bFR\d\d(?: \d{3,4})+"))
_HEAD = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_ADDRESS = re.compile(r"https?://\S+|\S+@\S+|\]\([^)]*\)|\{width[^}]*\}")
# What the dialect reads as a list, not as a figure.
_MARK = re.compile(r"(?m)^\s*\d+\. ")


def figures(markdown: str) -> Counter[str]:
    """Amounts, dates, telephone numbers and the like, as often as they are said in the body."""
    body = _MARK.sub("", _ADDRESS.sub(" ", _HEAD.sub("", markdown)))
    found = Counter[str]()
    # Line by line: a line feed is no space within a figure, nor is the edge of a cell.
    for line in re.split(r"[\n|;]", body):
        found.update(figure for figure in _longest(plain(line)) if _PARTS.search(figure))
    return found


def _longest(said: str) -> Iterator[str]:
    """A date has a year in it, which is no figure beside it."""
    spans = sorted(
        (match.start(), -match.end()) for pattern in (*PROTECTED, *_MORE) for match in pattern.finditer(said)
    )
    end = 0
    for start, minus in spans:
        if -minus > end:
            yield said[start:-minus].strip()
            end = -minus


def whole(pdf: bytes, wanted: Counter[str]) -> list[str]:
    """Those that stand on fewer lines than they were said; nothing where all are whole."""
    said = [plain(line.text) for line in lines_of(pdf)]
    return [figure for figure, many in wanted.items() if sum(_times(figure, line) for line in said) < many]


def once(all_of: Iterable[str]) -> Counter[str]:
    return Counter(dict.fromkeys((plain(figure) for figure in all_of), 1))


def _times(figure: str, line: str) -> int:
    """The number that calls a note may follow."""
    return len(re.findall(rf"(?<!\d){re.escape(figure)}", line)) if figure in line else 0
