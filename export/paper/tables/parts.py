"""A table that no page is wide enough for, in parts one under the other, each with its first column again."""

import copy
from collections.abc import Sequence
from typing import Any, Final
from xml.etree.ElementTree import Element

# On parts but the first: nothing comes between them.
GOES_ON: Final = "data-goes-on"
# Of fewer columns, the first is no less worth its room than the others.
_FEWEST = 3


def groups(widths: Sequence[float], room: float) -> list[list[int]]:
    """Which columns stand in each part, where they are so wide; one group where parts win nothing."""
    if len(widths) < _FEWEST:
        return [list(range(len(widths)))]
    out: list[list[int]] = [[0]]
    for column in range(1, len(widths)):
        if len(out[-1]) > 1 and sum(widths[at] for at in (*out[-1], column)) > room:
            out.append([0])
        out[-1].append(column)
    return out


def divided(table: Any, parts: Sequence[Sequence[int]], said: str) -> list[Any]:
    """New tables with these columns; from the second on, `said` is in their caption."""
    return [_part(table, columns, said if number else "") for number, columns in enumerate(parts)]


def _part(table: Any, columns: Sequence[int], said: str) -> Any:
    part = Element("table", dict(table.attrib))
    if said:
        part.set(GOES_ON, "")
    for caption in table.iter("caption"):
        if not said:
            part.append(caption)
    if said:
        title = "".join(text for caption in table.iter("caption") for text in caption.itertext()).strip(" .")
        goes_on = Element("caption")
        goes_on.text = f"{title} ({said.lower()})" if title else said
        part.append(goes_on)
    for rows in table:
        if rows.tag in {"thead", "tbody"}:
            new = Element(rows.tag, rows.attrib)
            new.extend(_row(row, columns, is_again=bool(said)) for row in rows)
            part.append(new)
    return part


def _row(row: Any, columns: Sequence[int], *, is_again: bool) -> Any:
    new = Element("tr", row.attrib)
    cells = list(row)
    for at in columns:
        if at < len(cells):
            new.append(_again(cells[at]) if is_again and at == 0 else cells[at])
    return new


def _again(cell: Any) -> Any:
    """The first cell of a row once more: its notes are called once, and nothing has one name twice."""
    again = copy.deepcopy(cell)
    for parent in list(again.iter()):
        parent.attrib.pop("id", None)
        before = None
        for child in list(parent):
            if not {"fn", "again"} & set(child.get("class", "").split()):
                before = child
                continue
            if before is None:
                parent.text = (parent.text or "") + (child.tail or "")
            else:
                before.tail = (before.tail or "") + (child.tail or "")
            parent.remove(child)
    return again
