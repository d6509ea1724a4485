"""Alternate texts of links within a print: the heading or the number of the note that each leads to."""

import re
from typing import Final

import pydyf  # type: ignore[import-untyped]

from export.note.labels import labels
from export.paper.tags.tree import Annotation, Node

_NOTE: Final = re.compile(r"(call-)?note-(\d+)")


def describe(document: Node, lang: str) -> None:
    """`Contents` of an annotation, which WeasyPrint fills with the name of the place."""
    headings = {
        node.html("id"): node.html("data-label") for node in document.below() if node.html("data-label")
    }
    for node in document.below():
        for kid in node.kids:
            if isinstance(kid, Annotation) and "Dest" in kid.entries:
                name = str(kid.entries["Dest"].string)
                said = (
                    _of_note(name, lang)
                    or headings.get(name)
                    or node.html("title")
                    or node.html("aria-label")
                )
                kid.entries["Contents"] = pydyf.String(said or _own_words(node) or name)


def _of_note(name: str, lang: str) -> str:
    found = _NOTE.fullmatch(name)
    if found is None:
        return ""
    say = labels(lang)
    return f"{say['back']} ({found[2]})" if found[1] else f"{say['note']}\u00a0{found[2]}"


def _own_words(node: Node) -> str:
    texts = (box.text for box in node.box.descendants() if hasattr(box, "text")) if node.box else ()
    return "".join(texts).strip()
