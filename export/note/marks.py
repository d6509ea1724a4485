"""`[à vérifier]`: marks of what is unchecked, counted and found before a note may be ready to print."""

import re
from typing import NamedTuple

# As it is typed, with or without accents and more words: [à vérifier : le chiffre de 2026].
MARK = re.compile(
    r"\[(?:[àÀaA][ \u00a0]v[eéEÉ]rifier|to (?:be )?check(?:ed)?)\b[^\[\]\n]{0,200}\]", re.IGNORECASE
)
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.*)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_AROUND = 40


class Mark(NamedTuple):
    """One place. `line` counts from 1; `heading` is the one above, `words` what stands around the mark."""

    line: int
    heading: str
    words: str


def marks(markdown: str) -> list[Mark]:
    """Every mark of a text, in order; not those inside code."""
    found: list[Mark] = []
    if MARK.search(markdown) is None:
        return found
    heading = fence = ""
    for number, line in enumerate(markdown.split("\n"), 1):
        bar = _FENCE.match(line)
        if fence:
            fence = "" if bar and bar[1].startswith(fence) else fence
            continue
        if bar:
            fence = bar[1]
            continue
        if title := _HEADING.match(line):
            heading = title[1].rstrip(" \t#")
        found.extend(Mark(number, heading, _around(line, match)) for match in MARK.finditer(line))
    return found


def _around(line: str, mark: re.Match[str]) -> str:
    start, end = max(0, mark.start() - _AROUND), min(len(line), mark.end() + _AROUND)
    words = line[start:end].strip()
    return f"{'…' if start else ''}{words}{'…' if end < len(line) else ''}"
