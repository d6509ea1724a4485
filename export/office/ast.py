"""Pandoc's tree in JSON: its elements as functions. Source: Text.Pandoc.Definition of pandoc-types 1.23."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from export.office.styles import CELL_SIZES
from export.office.widths import even, widths
from export.office.word_pages import section

Node: TypeAlias = dict[str, Any]
Nodes: TypeAlias = list[Node]

# A section of Word ends with its last paragraph, which says what it was; Writer says what comes.
_TURNED = {"openxml": section(), "opendocument": '<text:p text:style-name="Pochette-Turned"/>'}
_UPRIGHT = {
    "openxml": section(is_turned=True),
    "opendocument": '<text:p text:style-name="Pochette-Upright"/>',
}
# Columns of a table that can be parted.
_FEWEST = 2
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
    head: Sequence[Nodes],
    rows: Sequence[Sequence[Nodes]],
    sides: Sequence[str],
    caption: Nodes,
    *,
    inset: float = 0,
    cells: str = "cell",
) -> Nodes:
    """A table of one-line cells, as wide as the page, on a page on its side where it has to be.

    `sides` are left, right, center or empty. What no page holds is parted, each part with the first column.
    `inset`: the millimetres of a line that a box around it takes; a cell turns no page. `cells` begins the
    names of the styles of its cells.
    """
    wide = widths([head, *rows], len(sides), inset=inset)
    if wide is None and len(sides) > _FEWEST:
        half = (len(sides) + 1) // 2
        parts = (range(half), (0, *range(half, len(sides))))
        first, second = (_columns(part, head, rows, sides) for part in parts)
        return [*table(*first, caption, inset=inset), *table(*second, [], inset=inset)]
    wide = wide or even(len(sides), is_turned=not inset)
    said = [None, [plain(caption)] if caption else []]
    columns = [
        [element(_SIDES.get(side, "AlignDefault")), element("ColWidth", width)]
        for side, width in zip(sides, wide.shares, strict=True)
    ]
    size = CELL_SIZES[wide.size]
    style = f"cell{size}" if cells == "cell" else cells
    body = [attributes(), 0, [], [_row(row, sides, style) for row in rows]]
    top = [attributes(), [_row(head, sides, f"cell-head{size}")] if head else []]
    made = element("Table", attributes(), said, columns, top, [body], [attributes(), []])
    return [*raw(_TURNED), made, *raw(_UPRIGHT)] if wide.is_turned else [made]


def without_turns(blocks: Nodes) -> Nodes:
    """Without a turn upright and back between tables that follow each other: it would be an empty page."""
    out: Nodes = []
    turns = [*raw(_UPRIGHT), *raw(_TURNED)]
    for block in blocks:
        out.append(block)
        if out[-len(turns) :] == turns:
            del out[-len(turns) :]
    return out


def _columns(
    part: Sequence[int], head: Sequence[Nodes], rows: Sequence[Sequence[Nodes]], sides: Sequence[str]
) -> tuple[list[Nodes], list[list[Nodes]], list[str]]:
    cut = [[row[at] for at in part if at < len(row)] for row in (head, *rows)]
    return cut[0], cut[1:], [sides[at] for at in part]


def raw(said: Mapping[str, str]) -> Nodes:
    """Each writer takes its own and leaves the others."""
    return [element("RawBlock", form, text) for form, text in said.items()]


def _row(cells: Sequence[Nodes], sides: Sequence[str], style: str) -> list[Any]:
    """A side is said by the style too: in Writer's files that of a column is lost."""
    named = [f"{style}-{side}" if side in {"right", "center"} else style for side in sides]
    return [attributes(), [_cell(cell, name) for cell, name in zip(cells, named, strict=False)]]


def _cell(inlines: Nodes, style: str) -> list[Any]:
    blocks = [styled(f"Pochette-{style}", [paragraph(inlines)])] if inlines else []
    return [attributes(), element("AlignDefault"), 1, 1, blocks]
