"""Relative widths of table columns, by all their text: the same as web/src/preview/widths.ts."""

import re
from collections.abc import Sequence
from itertools import zip_longest
from math import ceil
from typing import Final

from export.note.cells import BREAK, cells
from export.note.numbers import are_numbers

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


def sides(rows: Sequence[str], lang: str) -> list[str]:
    """`left`, `center` or `right` of each column of a table, by its lines; the second is its rule.

    A column of numbers is right where its author says nothing, but for the first one, which names the rows.
    """
    rules = [rule for line in rows[1:2] for rule in cells(line)]
    down = list(zip_longest(*map(cells, rows[2 : MOST_ROWS + 1]), fillvalue=""))
    return [
        _side(rule, column > 0 and column < len(down) and are_numbers(down[column], lang))
        # Of rows that are wider than the head too.
        for column, rule in enumerate([*rules, *[""] * (len(down) - len(rules))])
    ]


def _side(rule: str, is_of_numbers: bool) -> str:  # noqa: FBT001 -- the fact of its column
    if rule.endswith(":"):
        return "center" if rule.startswith(":") else "right"
    return "right" if is_of_numbers and not rule.startswith(":") else "left"


def template(rows: Sequence[str], sides: Sequence[str]) -> str:
    """For `grid-template-columns` of each row of a table, by its lines; the second of them is its rule."""
    said = [cells(row) for number, row in enumerate(rows[: MOST_ROWS + 1]) if number != 1]
    asked, leasts = [], []
    for column, down in enumerate(zip_longest(*said, fillvalue="")):
        texts = [_UNSEEN.sub("", line) for cell in down for line in BREAK.split(cell)]
        # Figures are not cut in two.
        is_whole = column < len(sides) and sides[column] == "right"
        words = texts if is_whole else [word for text in texts for word in text.split()]
        most, least = max(map(_letters, texts)), max(map(_letters, words), default=0)
        asked.append(_stepped(min(max(most, least), _MOST), 4) + 2)
        leasts.append(max(_NARROWEST, ceil(min(least, _MOST if is_whole else _LONGEST_WORD) * _LETTER)))
    # As a browser rounds.
    shares = [int(one / sum(asked) * 100 + 0.5) for one in asked]
    return " ".join(
        f"minmax(calc({least}em + 20px), {share}fr)" for least, share in zip(leasts, shares, strict=True)
    )


def _letters(text: str) -> int:
    """As a browser counts them."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _stepped(letters: int, step: int) -> int:
    """Up to the next step."""
    return -(-letters // step) * step
