"""Names a table where it goes on: a row in its head, for the pages that follow the first.

The tag tree says a head once, so no screen reader hears it again. export/patches/table_heads.py lays it out.
"""

import re
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement

from export.note.formats import Format
from export.note.labels import labels
from export.paper.tables.numbers import said_in
from export.paper.tables.turned_pages import names
from export.patches import table_heads

# Letters that stand in one line, with the word behind them.
_ROOM: Final = {Format.NOTE: 66, Format.LARGE: 46, Format.POCKET: 66}
# A table of fewer rows stands on one page.
_FEWEST_ROWS: Final = 4
_NUMBER: Final = re.compile(r"\w+\.?[ \u00a0]n?°?\d+\w?\b")


def add(table: Any, shape: Format, lang: str) -> None:
    """Put the row in front of the head of a table, unless it has one or needs none."""
    head = table.find("thead")
    rows = sum(len(part) for part in table if part.tag == "tbody")
    is_whole = "keep" in names(table) and shape is not Format.LARGE
    if head is None or not len(head) or rows < _FEWEST_ROWS or is_whole or not table_heads.is_applied():
        return
    if table_heads.AGAIN in names(head[0]):
        return
    row = Element("tr", {"class": table_heads.AGAIN})
    cell = SubElement(row, "td", {"colspan": str(max(1, len(head[0])))})
    SubElement(cell, "div").text = _said(table.find("caption"), shape, lang)
    head.insert(0, row)


def take_out(table: Any) -> None:
    """Before a table is measured or divided."""
    head = table.find("thead")
    if head is not None and len(head) and table_heads.AGAIN in names(head[0]):
        head.remove(head[0])


def _said(caption: Any, shape: Format, lang: str) -> str:
    say = labels(lang)
    if caption is None:
        return say["table-again-unnamed"]
    title = " ".join("".join(said_in(caption)).split(" ")).strip(" .")
    if len(title) > _ROOM[shape]:
        number = _NUMBER.match(title)
        title = number[0] if number else f"{title[: _ROOM[shape]].rpartition(' ')[0]}…"
    return f"{title} ({say['table-again']})"
