"""Pandoc's tree in JSON: its elements as functions. Source: Text.Pandoc.Definition of pandoc-types 1.23."""

from collections.abc import Sequence
from typing import Any, TypeAlias

Node: TypeAlias = dict[str, Any]
Nodes: TypeAlias = list[Node]

# Characters that a column has room for at least, and beyond which it takes more lines rather than more room.
_SHORTEST, _LONGEST = 12, 40
_SIDES = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter"}


def attributes(*classes: str, name: str = "", style: str = "", **more: str) -> list[Any]:
    """`style` names a paragraph or character style of the office file."""
    pairs = ([["custom-style", style]] if style else []) + [list(pair) for pair in more.items()]
    return [name, list(classes), pairs]


def element(kind: str, *content: Any) -> Node:
    """An element with no, one or many contents, as the JSON has them."""
    if not content:
        return {"t": kind}
    return {"t": kind, "c": content[0] if len(content) == 1 else list(content)}


def words(text: str) -> Nodes:
    """A text as pandoc likes it: words, and spaces that a line may break at."""
    out: Nodes = []
    for number, word in enumerate(text.split(" ")):
        if number:
            out.append(element("Space"))
        if word:
            out.append(element("Str", word))
    return out


def plain(inlines: Nodes) -> Node:
    return element("Plain", inlines)


def paragraph(inlines: Nodes) -> Node:
    return element("Para", inlines)


def styled(style: str, blocks: Nodes, *classes: str) -> Node:
    """Blocks in a paragraph style of the house; e-books know the classes."""
    return element("Div", attributes(*classes, style=style), blocks)


def table(
    head: Sequence[Nodes], rows: Sequence[Sequence[Nodes]], sides: Sequence[str], caption: Nodes
) -> Node:
    """A table of one-line cells, as wide as the page; `sides` are left, right, center or empty."""
    said = [None, [plain(caption)] if caption else []]
    widths = _widths([head, *rows], len(sides))
    columns = [
        [element(_SIDES.get(side, "AlignDefault")), element("ColWidth", width)]
        for side, width in zip(sides, widths, strict=True)
    ]
    body = [attributes(), 0, [], [_row(row, sides, "cell") for row in rows]]
    top = [attributes(), [_row(head, sides, "cell-head")] if head else []]
    return element("Table", attributes(), said, columns, top, [body], [attributes(), []])


def _widths(rows: Sequence[Sequence[Nodes]], many: int) -> list[float]:
    """Shares of the page, by the longest cell of each column; none is starved by its neighbour."""
    asked = [_SHORTEST] * many
    for row in rows:
        for column, cell in enumerate(row[:many]):
            asked[column] = max(asked[column], min(_LONGEST, _length(cell)))
    return [round(length / sum(asked), 4) for length in asked]


def _length(value: Any) -> int:
    if isinstance(value, dict):
        return len(value["c"]) if value["t"] == "Str" else 1 + _length(value.get("c"))
    return sum(map(_length, value)) if isinstance(value, list) else 0


def _row(cells: Sequence[Nodes], sides: Sequence[str], style: str) -> list[Any]:
    """A side is said by the style too: in Writer's files that of a column is lost."""
    named = [f"{style}-{side}" if side in {"right", "center"} else style for side in sides]
    return [attributes(), [_cell(cell, name) for cell, name in zip(cells, named, strict=False)]]


def _cell(inlines: Nodes, style: str) -> list[Any]:
    blocks = [styled(f"Pochette-{style}", [paragraph(inlines)])] if inlines else []
    return [attributes(), element("AlignDefault"), 1, 1, blocks]
