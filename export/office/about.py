"""Metadata of a foreign file: its title, its authors, and the card of a note that was exported here."""

from typing import Any

from export.office.ast import Node, Nodes
from export.office.inlines import Inlines
from export.office.roles import style_of
from export.office.styles import CARD


def card(document: Node) -> dict[str, str | tuple[str, ...]]:
    """The metadata of the file that a card has a field for."""
    inlines = Inlines(lambda _: None)
    authors = document["meta"].get("author", {})
    names = authors.get("c", []) if authors.get("t") == "MetaList" else [authors]
    said = [unmarked(inlines.line(_content(name))) for name in names if name]
    found: dict[str, str | tuple[str, ...]] = {"authors": tuple(filter(None, said))}
    found["deck"] = unmarked(inlines.line(meta(document, "subtitle")))
    found["date"] = unmarked(inlines.line(meta(document, "date")))
    for block in document["blocks"]:
        for name, words in card_of(block).items():
            found.setdefault(name, unmarked(inlines.line(words)))
    return {name: value for name, value in found.items() if value}


def card_of(block: Node) -> dict[str, Nodes]:
    """The card of a note in our own files: the line below its title. A version is that of the other file."""
    if block["t"] != "Div" or style_of(block) != "Pochette-card":
        return {}
    inlines = [inline for inner in block["c"][1] if inner["t"] in {"Para", "Plain"} for inline in inner["c"]]
    said = {}
    for inline in inlines:
        if inline["t"] == "Span":
            style = next((value for key, value in inline["c"][0][2] if key == "custom-style"), "")
            if (name := style.removeprefix("Pochette-")) in CARD and name not in said:
                said[name] = inline["c"][1]
    return {name: inside for name, inside in said.items() if name != "version"}


def meta(document: Node, name: str) -> Nodes:
    """The inlines of a value, none where there is no such value."""
    return _content(document["meta"].get(name, {}))


def _content(value: Any) -> Nodes:
    match value.get("t"):
        case "MetaInlines":
            found: Nodes = value["c"]
            return found
        case "MetaString":
            return [{"t": "Str", "c": value["c"]}]
        case "MetaBlocks":
            return [
                inline for block in value["c"] if block["t"] in {"Para", "Plain"} for inline in block["c"]
            ]
        case _:
            return []


def unmarked(line: str) -> str:
    """A line of Markdown without its marks."""
    return line.replace("\\", "").replace("*", "")
