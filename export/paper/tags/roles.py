"""The role of each element, where WeasyPrint knows none or a wider one. ISO 32000-1, 14.8.4."""

from typing import Final

import pydyf  # type: ignore[import-untyped]

from export.paper.tags.tree import Kid, Node, wrapped

CALL, MARKER = "::footnote-call", "::footnote-marker"
_NOTE: Final = "fn"
# By the HTML tag.
_ROLES: Final = {
    "header": "Div",
    "main": "Sect",
    "nav": "Sect",
    "figure": "Div",
    "pre": "P",
    "code": "Code",
    **dict.fromkeys(("em", "strong", "b", "i", "s", "sup", "mark", "del", "ins", "q"), "Span"),
}
# A list whose items lead to other places is a table of contents.
_CONTENTS: Final = frozenset({"contents", "chapters"})
_IN_CONTENTS: Final = {"L": "TOC", "LI": "TOCI", "LBody": "NonStruct", "i": "P", "em": "P"}
# The box of a task, the number of a note in its pochette.
_LABELS: Final = frozenset({"box", "num"})
# What may stand around the first words of an item.
_AROUND: Final = frozenset({"P", "LBody", "NonStruct"})


def give(node: Node) -> None:
    """Name what is under a node, the whole tree."""
    _name(node, is_contents=False)


def _name(node: Node, *, is_contents: bool) -> None:
    for kid in node.nodes:
        inside = is_contents or bool(_CONTENTS & kid.classes and kid.tag in {"nav", "section"})
        kid.role = _role(kid, is_contents=inside)
        if lang := _own_language(node, kid):
            kid.element["Lang"] = pydyf.String(lang)
        if kid.tag == "span" and kid.html("aria-label"):
            kid.element["Alt"] = pydyf.String(kid.html("aria-label"))
        _name(kid, is_contents=inside)
    node.kids = [_framed(kid, is_contents=is_contents) if isinstance(kid, Node) else kid for kid in node.kids]
    if node.role == "L":
        node.kids = _items(node.kids)
    elif node.role == "TOC":
        node.kids = _levels(node)
    elif node.role == "LI":
        _labelled(node)


def _role(node: Node, *, is_contents: bool) -> str:
    if node.tag.endswith((CALL, MARKER)):
        return "Link"
    if node.tag == "span" and _NOTE in node.classes:
        return "Note"
    if is_contents and _LABELS & node.classes and node.tag != "a":
        return "Lbl"
    roles = {**_ROLES, **_IN_CONTENTS} if is_contents else _ROLES
    return roles.get(node.role) or roles.get(node.tag, node.role)


def _own_language(parent: Node, node: Node) -> str:
    lang = node.html("lang")
    return lang if lang and lang != parent.html("lang") else ""


def _framed(node: Node, *, is_contents: bool) -> Node:
    """A link to another place of the text is a reference, and the number of a note its label."""
    if node.role == "Link" and node.tag.endswith(MARKER):
        return wrapped("Lbl", [node], node)
    leads_within = is_contents or node.html("href").startswith("#")
    is_reference = node.tag.endswith(CALL) or (node.tag == "a" and leads_within)
    return wrapped("Reference", [node], node) if node.role == "Link" and is_reference else node


def _items(kids: list[Kid]) -> list[Kid]:
    """A term and what is said of it are one item, and the list under an item is in it."""
    out: list[Kid] = []
    for kid in kids:
        above = out[-1] if out and isinstance(out[-1], Node) and out[-1].role == "LI" else None
        part = kid.nodes[0] if isinstance(kid, Node) and kid.nodes else None
        if part is not None and part.tag == "dt":
            part.role = "Lbl"
        if isinstance(kid, Node) and above is not None and part is not None and part.tag == "dd":
            above.kids += kid.kids
        elif isinstance(kid, Node) and above is not None and kid.role == "L" and above.nodes:
            above.nodes[-1].kids.append(kid)
        else:
            out.append(kid)
    return out


def _levels(contents: Node) -> list[Kid]:
    """Entries of the second level are a contents in the contents."""
    out: list[Kid] = []
    for entry in contents.kids:
        is_inner = isinstance(entry, Node) and "inner" in entry.classes
        if not is_inner or not isinstance(entry, Node):
            out.append(entry)
        elif out and isinstance(out[-1], Node) and out[-1].role == "TOC":
            out[-1].kids.append(entry)
        else:
            out.append(wrapped("TOC", [entry], entry))
    return out


def _labelled(item: Node) -> None:
    """The box of a task and the number of a note are the label of their item."""
    for body in [one for one in item.nodes if one.role == "LBody"]:
        holder = body
        while holder.nodes and holder.nodes[0].role in _AROUND and holder.kids[0] is holder.nodes[0]:
            holder = holder.nodes[0]
        label = holder.kids[0] if holder.kids else None
        if isinstance(label, Node) and label.tag == "span" and _LABELS & label.classes:
            label.role = "Lbl"
            holder.kids.remove(label)
            item.kids.insert(item.kids.index(body), label)
