"""Key figures that are wider than their box: columns as wide as each asks, a little smaller, then in rows."""

from collections.abc import Mapping
from math import ceil
from typing import Any, Final
from xml.etree.ElementTree import Element

from export.paper.tables.trials import Measures

_PATIENCE: Final = 0.5
# Of the room, so that what is rounded still fits.
_SAFE: Final = 0.98


def fit(table: Any, known: Measures, parents: Mapping[Any, Any], *, least: float) -> None:
    """Set the widths and sizes of one table of key figures; no letter gets smaller than `least` points."""
    count, room = len(known.columns), known.room - _PATIENCE
    if not count or max(known.columns) <= known.room / count:
        return
    smallest = min(1.0, least / min(known.sizes.values()))
    for rows in range(1, count + 1):
        a_row = ceil(count / rows)
        parts = [list(range(at, min(at + a_row, count))) for at in range(0, count, a_row)]
        asked = max(sum(known.columns[at] for at in part) for part in parts)
        scale = min(1.0, room / asked * (_SAFE if asked > room else 1.0))
        if scale >= smallest or a_row == 1:
            _set(table, known, max(scale, smallest))
            if rows > 1:
                is_even = max(known.columns) * scale <= room / a_row
                _stack(table, parts, parents, layout="fixed" if is_even else "auto")
            return


def _set(table: Any, known: Measures, scale: float) -> None:
    table.set("style", "table-layout: auto")
    if scale < 1:
        for cell in (*table.iter("th"), *table.iter("td")):
            cell.set("style", f"font-size: {known.sizes[cell.tag] * scale:.2f}pt")


def _stack(table: Any, parts: list[list[int]], parents: Mapping[Any, Any], *, layout: str) -> None:
    """The columns of each part as a table of its own, one under the other."""
    around = parents[table]
    at = list(around).index(table)
    around.remove(table)
    for number, columns in enumerate(parts):
        part = Element("table", {**table.attrib, "style": f"table-layout: {layout}"})
        for rows in table:
            new = Element(rows.tag, rows.attrib)
            for row in rows:
                cells = list(row)
                one = Element("tr", row.attrib)
                one.extend(cells[at] for at in columns if at < len(cells))
                new.append(one)
            part.append(new)
        around.insert(at + number, part)
