"""A table in plain text: columns side by side, no wider than the page, cells on many lines."""

from collections.abc import Sequence
from itertools import zip_longest
from textwrap import wrap
from unicodedata import combining, east_asian_width

_GAP = "  "
_NARROWEST = 8


def columns(line: str) -> int:
    """How wide a terminal shows a line, or the widest of several."""
    return max(
        sum(0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in one)
        for one in line.split("\n")
    )


def grid(rows: Sequence[Sequence[str]], sides: Sequence[str], width: int, *, headed: int = 0) -> list[str]:
    """Lines; `sides` are left, right, center or empty, `headed` rows stand above a rule."""
    many = max(map(len, rows), default=0)
    filled = [[*row, *[""] * (many - len(row))] for row in rows]
    widths = _widths(filled, many, width)
    cut = [[_lines(cell, room) for cell, room in zip(row, widths, strict=True)] for row in filled]
    is_open = any(len(cell) > 1 for row in cut for cell in row)
    out: list[str] = []
    for number, row in enumerate(cut):
        for line in zip_longest(*row, fillvalue=""):
            cells = zip(line, widths, [*sides, *[""] * many], strict=False)
            out.append(_GAP.join(_padded(*cell) for cell in cells).rstrip())
        if number + 1 == headed:
            out.append(_GAP.join("-" * room for room in widths))
        elif is_open and number + 1 < len(cut):
            out.append("")
    return out


def _widths(rows: Sequence[Sequence[str]], many: int, width: int) -> list[int]:
    """Widths of the columns, the widest cut down until all fit; a table of many columns is left wide."""
    widths = [max(1, *(columns(row[column]) for row in rows)) for column in range(many)]
    room = width - len(_GAP) * (many - 1)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _lines(cell: str, width: int) -> list[str]:
    if columns(cell) <= width:
        return cell.split("\n")
    return [part for line in cell.split("\n") for part in wrap(line, width, break_on_hyphens=False) or [""]]


def _padded(cell: str, width: int, side: str) -> str:
    room = max(0, width - columns(cell))
    match side:
        case "right":
            return " " * room + cell
        case "center":
            return " " * (room // 2) + cell + " " * (room - room // 2)
        case _:
            return cell + " " * room
