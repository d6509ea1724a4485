"""Relative widths of table columns, by all their text: the same as web/src/preview/widths.ts."""

import re
from collections.abc import Sequence
from itertools import zip_longest
from math import ceil
from typing import Final

# What makes the columns of a long table.
MOST_ROWS: Final = 200
# A text of several lines asks for no more than that, nor does a word.
_MOST: Final = 40
_LONGEST_WORD: Final = 18
# The width of a letter, and of the narrowest column, in em.
_LETTER: Final = 0.52
_NARROWEST: Final = 3
# Signs that are not shown, and addresses of links.
_UNSEEN: Final = re.compile(r"\]\([^)\s]*\)|[*`\[\]\\~]")
_PIPE: Final = re.compile(r"\\.|(\|)")


def template(rows: Sequence[str]) -> str:
    """For `grid-template-columns` of each row of a table, by its lines; the second of them is its rule."""
    sides = [side for rule in rows[1:2] for side in _cells(rule)]
    said = [_cells(row) for number, row in enumerate(rows[: MOST_ROWS + 1]) if number != 1]
    asked, leasts = [], []
    for column, cells in enumerate(zip_longest(*said, fillvalue="")):
        texts = [_UNSEEN.sub("", cell) for cell in cells]
        side = sides[column] if column < len(sides) else ""
        # Figures are not cut in two.
        is_whole = side.endswith(":") and not side.startswith(":")
        words = texts if is_whole else [word for text in texts for word in text.split()]
        most, least = max(map(_letters, texts)), max(map(_letters, words), default=0)
        asked.append(_stepped(min(max(most, least), _MOST), 4) + 2)
        leasts.append(max(_NARROWEST, ceil(min(least, _MOST if is_whole else _LONGEST_WORD) * _LETTER)))
    # As a browser rounds.
    shares = [int(one / sum(asked) * 100 + 0.5) for one in asked]
    return " ".join(
        f"minmax(calc({least}em + 20px), {share}fr)" for least, share in zip(leasts, shares, strict=True)
    )


def _cells(row: str) -> list[str]:
    """The cells of a line, between its pipes."""
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
