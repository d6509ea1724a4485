"""How wide the columns of a table stand, by all that it says: the same as web/src/table/widths.ts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

# What makes the columns of a long table.
MOST_ROWS: Final = 200
# A text of several lines asks for no more than that, nor does a word.
_MOST: Final = 40
_LONGEST_WORD: Final = 18
# Signs that are not shown, and addresses of links.
_UNSEEN: Final = re.compile(r"\]\([^)\s]*\)|[*`\[\]\\~]")
_PIPE: Final = re.compile(r"\\.|(\|)")


@dataclass(frozen=True, slots=True)
class Width:
    """`share` of the table, in hundredths; `least` in letters."""

    share: int
    least: int


def widths_of(rows: Sequence[str]) -> list[Width]:
    """Of a table, by its lines: the head, the rule under it, and what follows, of which the first count."""
    sides = [side for rule in rows[1:2] for side in _cells(rule)]
    said = [_cells(row) for number, row in enumerate(rows[: MOST_ROWS + 1]) if number != 1]
    found = []
    for column, cells in enumerate(zip_longest(*said, fillvalue="")):
        texts = [_UNSEEN.sub("", cell) for cell in cells]
        side = sides[column] if column < len(sides) else ""
        # Figures are not cut in two.
        is_whole = side.endswith(":") and not side.startswith(":")
        words = texts if is_whole else [word for text in texts for word in text.split()]
        most, least = max(map(_letters, texts)), max(map(_letters, words), default=0)
        found.append(
            (_stepped(min(max(most, least), _MOST), 4) + 2, min(least, _MOST if is_whole else _LONGEST_WORD))
        )
    all_ = sum(asked for asked, _ in found)
    return [Width(int(asked / all_ * 100 + 0.5), _stepped(least, 2)) for asked, least in found]


def _cells(row: str) -> list[str]:
    """What stands between the pipes of a line."""
    pipes = [found.start() for found in _PIPE.finditer(row) if found[1]]
    if pipes and not row[: pipes[0]].strip():
        row = row[pipes[0] + 1 :]
        pipes = [pipe - pipes[0] - 1 for pipe in pipes[1:]]
    if not (pipes and not row[pipes[-1] + 1 :].strip()):
        pipes.append(len(row))
    begins = [0, *(pipe + 1 for pipe in pipes)]
    return [row[begin:end].strip() for begin, end in zip(begins, pipes, strict=False)]


def _letters(text: str) -> int:
    """As a browser counts them."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _stepped(letters: int, step: int) -> int:
    """Up to the next step."""
    return -(-letters // step) * step
