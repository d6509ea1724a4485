"""Pandoc's tables as pipe tables: merged cells are split."""

from collections.abc import Callable
from itertools import zip_longest
from typing import Any

from export.office.ast import Node, Nodes
from export.office.inlines import unbold

_SIDES = {"AlignLeft": ":--", "AlignRight": "--:", "AlignCenter": ":-:"}

Line = Callable[[Nodes], str]


def only_cell(table: Node) -> Nodes | None:
    """The blocks of a table of one cell, which people draw to have a box."""
    rows = _rows(table)
    return rows[0][1][0][4] if len(rows) == 1 and len(rows[0][1]) == 1 else None


def grid(table: Node, line: Line) -> list[str]:
    """Lines of a pipe table; `line` makes one line of the blocks of a cell. The first row is its head."""
    cells = [row[1] for row in _rows(table)]
    for cell in cells[0] if cells else ():
        cell[4] = [_unbold(block) for block in cell[4]]
    rows = _unmerged(cells, line)
    rows = [row for number, row in enumerate(rows) if number == 0 or any(row)]
    many = max(map(len, rows), default=0)
    if not many:
        return []
    filled = [[*row, *[""] * (many - len(row))] for row in rows]
    sides = [_SIDES.get(spec[0]["t"], "--") for spec in table["c"][2]]
    rule = [side for side, _ in zip_longest(sides[:many], range(many), fillvalue="--")]
    head, *body = filled
    return ["| " + " | ".join(row) + " |" for row in (head, [str(side) for side in rule], *body)]


def _unbold(block: Node) -> Node:
    """The head of a table is bold by itself."""
    return {**block, "c": unbold(block["c"])} if block["t"] in {"Para", "Plain"} else block


def _rows(table: Node) -> list[Any]:
    _, _, _, head, bodies, foot = table["c"]
    inside = [row for body in bodies for part in (body[2], body[3]) for row in part]
    return [*head[1], *inside, *foot[1]]


def _unmerged(rows: list[Any], line: Line) -> list[list[str]]:
    out: list[list[str]] = []
    below: dict[int, int] = {}  # column -> how many rows a cell from above still covers
    for cells in rows:
        row: list[str] = []
        waiting = list(cells)
        while waiting or below.get(len(row), 0):
            column = len(row)
            if below.get(column, 0):
                below[column] -= 1
                row.append("")
                continue
            _, _, deep, wide, blocks = waiting.pop(0)
            row += [line(blocks).replace("|", "\\|"), *[""] * (wide - 1)]
            for covered in range(column, column + wide):
                below[covered] = deep - 1
        out.append(row)
    return out
