"""Boxes of our own office files as they come back: the content of the one cell, and a sign where it ends."""

import re
from collections.abc import Callable, Mapping
from typing import Final
from xml.etree import ElementTree as ET

from export.dialect.callouts import KINDS
from export.office.ast import Node

# A private area of Unicode: it stands in no text.
END: Final = "\ue003"
_TITLE: Final = re.compile(rf"Pochette-({'|'.join(KINDS)})-title")


def unboxed_word(root: ET.Element, styles: Mapping[str, str], ns: str) -> None:
    """`styles` are the names of paragraph styles by their identities."""

    def title(cell: ET.Element) -> str:
        found = cell.find(f"{ns}p/{ns}pPr/{ns}pStyle")
        return styles.get(found.get(f"{ns}val", ""), found.get(f"{ns}val", "")) if found is not None else ""

    def end() -> ET.Element:
        paragraph = ET.Element(f"{ns}p")
        ET.SubElement(ET.SubElement(paragraph, f"{ns}r"), f"{ns}t").text = END
        return paragraph

    _open(root, (f"{ns}tbl", f"{ns}tr", f"{ns}tc"), title, end)


def unboxed_writer(root: ET.Element, style: Callable[[ET.Element], str], text: str, table: str) -> None:
    """`style` tells the name of a paragraph's style; `text` and `table` are the namespaces."""

    def title(cell: ET.Element) -> str:
        found = cell.find(f"{text}p")
        return style(found) if found is not None else ""

    def end() -> ET.Element:
        paragraph = ET.Element(f"{text}p")
        paragraph.text = END
        return paragraph

    _open(root, (f"{table}table", f"{table}table-row", f"{table}table-cell"), title, end)


def _open(
    parent: ET.Element,
    names: tuple[str, str, str],
    title: Callable[[ET.Element], str],
    end: Callable[[], ET.Element],
) -> None:
    table, row, cell = names
    at = 0
    while at < len(parent):
        child = parent[at]
        if child.tag == table:
            cells = child.findall(f"{row}/{cell}")
            if len(cells) == 1 and _TITLE.fullmatch(title(cells[0])):
                parent[at : at + 1] = [*(one for one in cells[0] if not one.tag.endswith("tcPr")), end()]
                continue  # a box may stand in a box
        _open(child, names, title, end)
        at += 1


def is_end(block: Node) -> bool:
    """Whether a block of pandoc's tree is the sign that a box ends here."""
    while block["t"] == "Div" and len(block["c"][1]) == 1:
        block = block["c"][1][0]
    return block["t"] in {"Para", "Plain"} and block["c"] == [{"t": "Str", "c": END}]
