"""Columns of figures stand flush right, comma under comma, and a first column of names is heads of rows.

The author's own sides stay: `:--` and `:-:` leave a column as it is. docs/decisions/0067 has the rules.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any, Final

from export.paper.tables.numbers import Cell, read
from export.paper.tables.turned_pages import names

_SIDES: Final = frozenset({"left", "right", "center"})
# A name of a row is no text of several lines; and years name rows as words do.
_LONGEST_NAME: Final = 80
_YEARS: Final = frozenset(str(year) for year in range(1900, 2101))
_FEWEST_ROWS, _FEWEST_COLUMNS = 2, 2


def set_columns(table: Any, lang: str) -> None:
    """To be called once, before a table is measured."""
    rows = [list(row) for part in table if part.tag == "tbody" for row in part]
    heads = [list(row) for part in table if part.tag == "thead" for row in part]
    columns = [[cell for cell in column if cell is not None] for column in zip_longest(*rows)]
    figures = [_figures(column, lang) for column in columns]
    for at, (column, cells) in enumerate(zip(columns, figures, strict=True)):
        head = [row[at] for row in heads if at < len(row)]
        if cells is not None and (at > 0 or _has_side(column, "right")):
            _set_right([*head, *column])
            if _has_side(column, "right"):
                _set_commas(column, cells)
    if _names_rows(columns, heads, figures):
        for cell in columns[0]:
            cell.tag = "th"
            cell.set("scope", "row")


def _figures(column: Sequence[Any], lang: str) -> list[Cell | None] | None:
    """What the cells of a column say, None for an empty one; None where one holds words, or none a number."""
    out: list[Cell | None] = []
    for cell in column:
        found = read(cell, lang)
        if found is None and "".join(cell.itertext()).strip():
            return None
        out.append(found)
    return out if any(cell and not cell.is_missing for cell in out) else None


def _set_right(cells: Sequence[Any]) -> None:
    for cell in cells:
        if not names(cell) & _SIDES:
            cell.set("class", f"{cell.get('class', '')} right".strip())


def _has_side(column: Sequence[Any], side: str) -> bool:
    return all(side in names(cell) for cell in column)


def _set_commas(column: Sequence[Any], cells: Sequence[Cell | None]) -> None:
    """What a number lacks behind its last whole figure is room at its right."""
    if len({cell.unit for cell in cells if cell and cell.unit}) > 1:
        return
    most = max(cell.width for cell in cells if cell)
    for element, cell in zip(column, cells, strict=True):
        if cell and most - cell.width > 0.001:
            element.set("style", f"--after: {most - cell.width:.3f}em")


def _names_rows(
    columns: Sequence[Sequence[Any]], heads: Sequence[Sequence[Any]], figures: Sequence[object]
) -> bool:
    """Whether the first column names its rows: its head is empty, or figures stand beside it."""
    if len(columns) < _FEWEST_COLUMNS or len(columns[0]) < _FEWEST_ROWS:
        return False
    said = ["".join(cell.itertext()).strip() for cell in columns[0]]
    is_short = all(0 < len(text) <= _LONGEST_NAME for text in said)
    if not is_short or len(set(said)) < len(said):
        return False
    has_names = figures[0] is None or set(said) <= _YEARS
    has_no_head = not any("".join(row[0].itertext()).strip() for row in heads if row)
    is_bold = all(_is_bold(cell) for cell in columns[0])
    return has_names and (has_no_head or is_bold or any(one is not None for one in figures[1:]))


def _is_bold(cell: Any) -> bool:
    return [child.tag for child in cell] == ["strong"] and not (cell.text or "").strip()


def all_of(root: Any, left_out: str) -> Iterator[Any]:
    """The tables of a sheet that do not stand in what has this class."""
    if left_out in names(root):
        return
    for child in root:
        if child.tag == "table":
            yield child
        else:
            yield from all_of(child, left_out)
