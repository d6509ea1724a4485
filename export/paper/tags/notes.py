"""Footnotes in the tag tree: a Note behind the block that calls it, linked to its call and back.

On the page they stand at its foot. Who listens hears a note when the paragraph that calls it has ended, and
may leave it out.
"""

from typing import Any

import pydyf  # type: ignore[import-untyped]

from export.paper.tags.roles import CALL, MARKER
from export.paper.tags.tree import Kid, Node
from export.patches.boxes import page_boxes

# What may hold a note: a paragraph and a heading end before theirs, and so does a table, whose heads are said
# again for each cell.
_HOLDS = frozenset({"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "LBody", "Lbl"})
_IN_LINES = frozenset({"Span", "Reference", "Link", "Code", "NonStruct", "Note"})
# CSS pixels: a number is small, and a finger is not.
_AROUND = 2.5


def link(document: Any) -> None:
    """Make each number a link, at the call and at the note. To be called between layout and drawing."""
    for page, root in zip(document.pages, page_boxes(document), strict=True):
        for box in root.descendants():
            tag = "" if box.element is None else str(box.element_tag)
            if not tag.endswith((CALL, MARKER)) or not getattr(box, "children", ()):
                continue
            name = box.element.get("id", "")
            call = f"call-{name}"
            place = _place(box)
            if tag.endswith(CALL):
                page.anchors.setdefault(call, place)
            target = name if tag.endswith(CALL) else call
            corners = (place[0] - _AROUND, place[1] - _AROUND, place[2] + _AROUND, place[3] + _AROUND)
            page.links.append(("internal", target, corners, box))


def _place(box: Any) -> tuple[float, float, float, float]:
    """Of its letters: the line of a raised number has no height."""
    left, top = box.position_x, box.border_box_y()
    return left, top, left + box.margin_width(), top + box.border_height()


def move(document: Node) -> None:
    """Take the notes from the feet of pages to where they are called."""
    notes: dict[int, Node] = {}
    for note in [one for one in document.nodes if one.role == "Note"]:
        document.kids.remove(note)
        first = notes.setdefault(id(note.box.element), note)
        if first is not note:
            first.kids += note.kids
    for note in notes.values():
        note.element["ID"] = pydyf.String(note.html("id"))
    _put(document, notes)
    # A note whose call is in no element still is said.
    document.kids += notes.values()


def _put(node: Node, notes: dict[int, Node]) -> list[Node]:
    """Put the notes that are called in a node behind the lines that call them, as far as it may hold them."""
    kids: list[Kid] = []
    waiting: list[Node] = []
    may_hold = node.role in _HOLDS
    for kid in node.kids:
        is_in_lines = not isinstance(kid, Node) or kid.role in _IN_LINES
        if not is_in_lines and may_hold:
            kids += waiting
            waiting = []
        kids.append(kid)
        if isinstance(kid, Node) and kid.role != "Note":
            waiting += _called(kid, notes) + _put(kid, notes)
        if not is_in_lines and may_hold:
            kids += waiting
            waiting = []
    node.kids = [*kids, *waiting] if may_hold else kids
    return [] if may_hold else waiting


def _called(node: Node, notes: dict[int, Node]) -> list[Node]:
    note = notes.pop(id(node.box.element), None) if node.tag.endswith(CALL) else None
    return [note] if note else []
