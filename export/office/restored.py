"""Restores what pandoc drops from a saved web page: items of lists that are paragraphs, and footnotes."""

import re
from typing import Any, Final

from export.office.ast import Node, Nodes, element
from export.office.saved_page import CLOSE, OPEN

_ITEM = re.compile(f"{OPEN}(\\d+);([^{CLOSE}]*){CLOSE}")
_NOTE = re.compile(r"(?:ftn|edn|sdfootnote|sdendnote)\d+")
_CALL = re.compile(r"#_?((?:ftn|edn|sdfootnote|sdendnote)\d+)(?:sym)?")
_BACK = re.compile(r"#_?(?:ftnref|ednref|sdfootnote\d+anc|sdendnote\d+anc)")
_DEEPEST: Final = 9


def restored(blocks: Nodes) -> Nodes:
    """With lists and footnotes."""
    notes: dict[str, Nodes] = {}
    kept = _without_notes(blocks, notes)
    return _listed(_called(kept, notes) if notes else kept)


def _without_notes(blocks: Nodes, notes: dict[str, Nodes]) -> Nodes:
    """The blocks that are no text of a footnote; those go into `notes`, by their names."""
    out: Nodes = []
    for block in blocks:
        if block["t"] != "Div":
            out.append(block)
            continue
        (name, classes, pairs), inside = block["c"]
        if _NOTE.fullmatch(name):
            notes[name] = _mapped(inside, _unlinked)
            continue
        rest = _without_notes(inside, notes)
        if rest:
            out.append(element("Div", [name, classes, pairs], rest))
    return out


def _unlinked(inline: Node) -> Node | None:
    """Without the link back, which stands at the head of a note."""
    return None if inline["t"] == "Link" and _BACK.match(inline["c"][2][0]) else inline


def _called(blocks: Nodes, notes: dict[str, Nodes]) -> Nodes:
    def call(inline: Node) -> Node | None:
        content: Any = inline.get("c")
        if inline["t"] == "Link" and (name := _CALL.fullmatch(content[2][0])) and name[1] in notes:
            return element("Note", notes[name[1]])
        if inline["t"] in {"Superscript", "Strong", "Emph"} and [one["t"] for one in content] == ["Note"]:
            called: Node = content[0]
            return called
        return inline

    found: Nodes = _mapped(blocks, call)
    return found


def _mapped(value: Any, change: Any) -> Any:
    """Each element changed, the innermost first; None takes one away."""
    if isinstance(value, list):
        mapped = [_mapped(inside, change) for inside in value]
        return [
            inside for inside, old in zip(mapped, value, strict=True) if inside is not None or old is None
        ]
    if isinstance(value, dict):
        changed = {name: _mapped(inside, change) for name, inside in value.items()}
        return change(changed) if "t" in changed else changed
    return value


def _listed(blocks: Nodes) -> Nodes:
    """Paragraphs that follow one another with the sign of an item become one list, nested by their levels."""
    out: Nodes = []
    # The list of each level that is open, the outermost first.
    levels: list[tuple[int, Node]] = []
    for block in blocks:
        if block["t"] == "Div":
            levels = []
            out.append(element("Div", block["c"][0], _listed(block["c"][1])))
            continue
        if (item := _cut_sign(block)) is None:
            levels = []
            out.append(block)
            continue
        depth, number = min(_DEEPEST, int(item[1])), item[2]
        kind = "OrderedList" if number else "BulletList"
        levels = [one for one in levels if one[0] < depth or (one[0] == depth and one[1]["t"] == kind)]
        if not levels or levels[-1][0] != depth:
            made = _list(kind, number)
            (_items(levels[-1][1])[-1] if levels else out).append(made)
            levels.append((depth, made))
        _items(levels[-1][1]).append([element("Plain", block["c"])])
    return out


def _cut_sign(block: Node) -> re.Match[str] | None:
    """The sign is the first word, wherever bold begins."""
    inlines: Nodes = block["c"] if block["t"] in {"Para", "Plain"} else []
    while inlines:
        first, content = inlines[0], inlines[0].get("c")
        if first["t"] == "Str" and isinstance(content, str) and (found := _ITEM.match(content)):
            first["c"] = content[found.end() :]
            if not first["c"]:
                inlines.pop(0)
            while inlines and inlines[0]["t"] in {"Space", "SoftBreak"}:
                inlines.pop(0)
            return found
        inlines = (
            content[-1]
            if first["t"] == "Span" and isinstance(content, list)
            else (content if first["t"] in {"Strong", "Emph"} and isinstance(content, list) else [])
        )
    return None


def _list(kind: str, number: str) -> Node:
    if kind == "BulletList":
        return element("BulletList", [])
    start = int(number) if number.isdigit() else 1
    return element("OrderedList", [start, element("Decimal"), element("Period")], [])


def _items(block: Node) -> list[Nodes]:
    items: list[Nodes] = block["c"][1] if block["t"] == "OrderedList" else block["c"]
    return items
