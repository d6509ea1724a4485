"""Appends a text to another: its headings one level deeper, its footnotes under free numbers."""

import re
from collections.abc import Callable, Iterator
from itertools import count

_HEADING = re.compile(r"^( {0,3}#{1,5})(?=[ \t]|$)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_NOTE = re.compile(r"\[\^([^\]\s]+)\]")


def appended(text: str, more: str) -> str:
    """Both texts as one note. An empty one takes the other as it is."""
    if not text.strip():
        return more
    if not more.strip():
        return text
    return f"{text.rstrip()}\n\n{fitted(text, more).strip()}\n"


def fitted(text: str, more: str) -> str:
    """What is put into a text, as it stands there. An empty one takes the other as it is."""
    if not text.strip():
        return more
    taken = _labels(text)
    names = dict(_names(_labels(more), taken))

    def lowered(line: str) -> str:
        line = _HEADING.sub(r"\1#", line, count=1)
        return _NOTE.sub(lambda note: f"[^{names[note[1]]}]", line)

    return _outside_code(more, lowered)


def _labels(text: str) -> dict[str, None]:
    """Those of all footnotes, in the order in which they come."""
    return dict.fromkeys(_NOTE.findall(text))


def _names(labels: dict[str, None], taken: dict[str, None]) -> Iterator[tuple[str, str]]:
    free = (str(number) for number in count(1) if str(number) not in taken and str(number) not in labels)
    for label in labels:
        yield label, next(free) if label in taken else label


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    lines, fence = [], ""
    for line in text.split("\n"):
        bar = _FENCE.match(line)
        if fence:
            if bar and bar[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            lines.append(line)
        else:
            fence = bar[1] if bar else ""
            lines.append(line if fence else change(line))
    return "\n".join(lines)
