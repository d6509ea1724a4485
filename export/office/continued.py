"""Paragraphs that go on with an item of a Word list: pandoc writes them as items whose sign is a space.

Read as they stand, each would be an item of its own.
"""

from typing import Any, Final
from xml.etree import ElementTree as ET

from export.office.ast import Nodes
from export.office.roles import said

# A private area of Unicode: it stands in no text.
SIGN: Final = "\ue004"


def tell_continued(root: ET.Element, numbering: ET.Element, ns: str) -> None:
    """Such paragraphs become items of the list before them, with a sign at their head."""
    value = f"{ns}val"
    empty = {
        one.get(f"{ns}abstractNumId")
        for one in numbering.iter(f"{ns}abstractNum")
        if (text := one.find(f"{ns}lvl/{ns}lvlText")) is not None and text.get(value) == " "
    }
    goes_on = {
        one.get(f"{ns}numId")
        for one in numbering.iter(f"{ns}num")
        if (of := one.find(f"{ns}abstractNumId")) is not None and of.get(value) in empty
    }
    lists: dict[str, str] = {}
    for paragraph in root.iter(f"{ns}p") if goes_on else ():
        number, level = (paragraph.find(f"{ns}pPr/{ns}numPr/{ns}{name}") for name in ("numId", "ilvl"))
        if number is None:
            lists = {}
            continue
        deep = level.get(value, "0") if level is not None else "0"
        if number.get(value) not in goes_on:
            lists = {other: its for other, its in lists.items() if other < deep}
            lists[deep] = number.get(value, "")
        elif deep in lists:
            number.set(value, lists[deep])
            run = ET.Element(f"{ns}r")
            ET.SubElement(run, f"{ns}t").text = SIGN
            paragraph.insert(1, run)


def continued(items: list[Nodes]) -> list[Nodes]:
    """Items with what goes on with them."""
    out: list[Nodes] = []
    for item in items:
        if out and item and said(item[0]).startswith(SIGN):
            out[-1] += [_without(item[0]), *item[1:]]
        else:
            out.append(item)
    return out


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without(inside) for name, inside in value.items()}
    if isinstance(value, list):
        return [_without(inside) for inside in value]
    return value.replace(SIGN, "") if isinstance(value, str) else value
