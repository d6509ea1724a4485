"""Destinations of inline links and pictures in a Markdown text, outside of what is shown as code."""

import re
from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
_TICKS: Final = re.compile(r"`+")
_ADDRESS: Final = r"\(\s*(?:<([^<>\n]+)>|([^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)?))"
_ANY: Final = re.compile(rf"\]{_ADDRESS}")
_PICTURE: Final = re.compile(rf"!\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\]{_ADDRESS}")


class Destination(NamedTuple):
    """Where one stands: its line, counted from 1, and the first and last offset of the address itself."""

    line: int
    start: int
    stop: int


def of_pictures(markdown: str) -> Iterator[Destination]:
    """The address of each picture."""
    return _found(markdown, _PICTURE)


def of_all(markdown: str) -> Iterator[Destination]:
    """The address of each link and each picture."""
    return _found(markdown, _ANY)


def replaced(markdown: str, address_of: Callable[[str], str | None]) -> str:
    """The text with other addresses where `address_of` gives one."""
    parts, end = [], 0
    for _, start, stop in of_all(markdown):
        if (other := address_of(markdown[start:stop])) is not None:
            parts += [markdown[end:start], other]
            end = stop
    return "".join([*parts, markdown[end:]])


def _found(markdown: str, pattern: re.Pattern[str]) -> Iterator[Destination]:
    fence, start = "", 0
    for number, line in enumerate(markdown.splitlines(keepends=True), 1):
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]) else fence
        elif mark:
            fence = mark[1]
        else:
            code = _code(line)
            for found in pattern.finditer(line):
                if not _is_inside(code, found.start()):
                    first, last = found.span(1) if found[1] else found.span(2)
                    yield Destination(number, start + first, start + last)
        start += len(line)


def _code(line: str) -> list[tuple[int, int]]:
    """The spans between two runs of as many backticks, in time that grows with the line."""
    runs = [run.span() for run in _TICKS.finditer(line)]
    later: dict[int, deque[int]] = defaultdict(deque)
    for at, (start, stop) in enumerate(runs):
        later[stop - start].append(at)
    spans, at = list[tuple[int, int]](), 0
    while at < len(runs):
        start, stop = runs[at]
        same = later[stop - start]
        while same and same[0] <= at:
            same.popleft()
        at = same[0] if same else at
        if same:
            spans.append((start, runs[at][1]))
        at += 1
    return spans


def _is_inside(spans: list[tuple[int, int]], place: int) -> bool:
    before = bisect_right(spans, (place, place + 1)) - 1
    return before >= 0 and spans[before][0] <= place < spans[before][1]
