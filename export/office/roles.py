"""Meanings of paragraph styles in Word and Writer: captions, quotations, definitions; and lists in pieces."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from export.dialect.callouts import KINDS
from export.office.ast import Node, Nodes, element, plain

_NAMES: Mapping[str, str] = MappingProxyType({
    "tablecaption": "caption",
    "table": "caption",
    "caption": "caption",
    "figurecaption": "caption",
    "imagecaption": "caption",
    "illustration": "caption",
    "figure": "caption",
    "definitionterm": "term",
    "definitiontermtight": "term",
    "definition": "definition",
    "definitiondefinition": "definition",
    "definitiondefinitiontight": "definition",
    "blocktext": "quote",
    "blockquotation": "quote",
    "quotations": "quote",
    "quote": "quote",
    "intensequote": "quote",
    "pochette-quote": "quote",
    "pochette-quote-next": "quote",
    "pochette-who": "who",
})  # fmt: skip
_DEPTH = re.compile(r"(?<=-quote|..-who)-([123])$", re.IGNORECASE)
_LISTS = {"BulletList", "OrderedList"}
_SPACES = {"Space", "SoftBreak", "LineBreak"}


def role_of(style: str) -> str:
    """The meaning of a style name, empty for most; Writer writes `_20_` for a space."""
    return _NAMES.get(_DEPTH.sub("", re.sub(r"_20_|[ _]", "", style).lower()), "")


def _depth_of(style: str) -> int:
    """How many quotations are around a paragraph of one, with its own."""
    found = _DEPTH.search(style)
    return int(found[1]) if found else 1


def _is_another(style: str) -> bool:
    """Whether a paragraph begins a quotation behind another one."""
    return style.lower().endswith("-quote-next")


def style_of(block: Node) -> str:
    pairs = block["c"][0][2] if block["t"] == "Div" else []
    return next((value for name, value in pairs if name == "custom-style"), "")


def gathered(blocks: Nodes) -> Nodes:
    """The same blocks, each that belongs to another at its place there."""
    out: Nodes = []
    rest = [_bare(block) for block in blocks]
    was_nested = False
    while rest:
        block = rest.pop(0)
        last = out[-1] if out else None
        role = role_of(style_of(block))
        is_list = block["t"] in _LISTS
        if role == "caption" and _has_caption(last, rest, block):
            pass
        elif role == "term" or (role == "definition" and last and last["t"] == "DefinitionList"):
            _define(out, role, block)
        elif role == "quote" or (role == "who" and last and last["t"] == "BlockQuote"):
            if _is_another(style_of(block)):
                out.append(element("BlockQuote", []))
            _quote(out, block["c"][1], _depth_of(style_of(block)))
        elif is_list and last and last["t"] in _LISTS and _is_only_lists(block):
            _items(last)[-1].extend(inner for item in _items(block) for inner in item)
            was_nested = True
            continue
        elif is_list and last and last["t"] == block["t"] and (was_nested or block["t"] == "BulletList"):
            _items(last).extend(_items(block))
        else:
            out.append(block)
        was_nested = False
    return [_inside(block) for block in out]


def _inside(block: Node) -> Node:
    if block["t"] in _LISTS:
        _items(block)[:] = [gathered(_plainly(item)) for item in _items(block)]
    elif block["t"] == "BlockQuote":
        return element("BlockQuote", gathered(block["c"]))
    return block


def _plainly(item: Nodes) -> Nodes:
    """Without the style that paragraphs of a box have in its lists too."""
    return [inner for block in item for inner in (_plainly(block["c"][1]) if _is_of_box(block) else [block])]


def _is_of_box(block: Node) -> bool:
    return block["t"] == "Div" and style_of(block).removeprefix("Pochette-") in KINDS


def _bare(block: Node) -> Node:
    """Without a division that says nothing and holds one block."""
    while block["t"] == "Div" and len(block["c"][1]) == 1 and not block["c"][0][1]:
        style = style_of(block)
        if role_of(style) or style.startswith("Pochette-"):
            break
        block = block["c"][1][0]
    return block


def _has_caption(last: Node | None, rest: Nodes, block: Node) -> bool:
    """Whether the caption was given to the table after it or before it, or to the picture before it."""
    inlines = _inlines(block)
    if rest and rest[0]["t"] == "Table":
        rest[0]["c"][1] = [None, [plain(inlines)]]
        return True
    if last and last["t"] == "Table" and not last["c"][1][1]:
        last["c"][1] = [None, [plain(inlines)]]
        return True
    if last and (image := _only_image(last)):
        image["c"][2] = [image["c"][2][0], said(inlines)]
        return True
    return False


def _only_image(block: Node) -> Node | None:
    block = block["c"][1][0] if block["t"] == "Div" and len(block["c"][1]) == 1 else block
    inlines = block["c"] if block["t"] in {"Para", "Plain"} else []
    seen = [inline for inline in inlines if inline["t"] not in _SPACES]
    return seen[0] if len(seen) == 1 and seen[0]["t"] == "Image" else None


def said(value: Any) -> str:
    """The letters of inlines, without their marks."""
    if isinstance(value, list):
        return "".join(map(said, value))
    if not isinstance(value, dict) or value["t"] == "Note":
        return ""
    if value["t"] == "Str":
        return str(value["c"])
    return " " if value["t"] in _SPACES else said(value.get("c"))


def _quote(out: Nodes, blocks: Nodes, depth: int) -> None:
    """Some readers see the indent and make it a quotation already."""
    for _ in range(depth):
        if not out or out[-1]["t"] != "BlockQuote":
            out.append(element("BlockQuote", []))
        out = out[-1]["c"]
    for block in blocks:
        out.extend(_unquoted(block))


def _unquoted(block: Node) -> Nodes:
    """Writer's files for Word have the indent of the style and one of their own."""
    if block["t"] != "BlockQuote":
        return [block]
    return [inner for inside in block["c"] for inner in _unquoted(inside)]


def _define(out: Nodes, role: str, block: Node) -> None:
    if not out or out[-1]["t"] != "DefinitionList":
        out.append(element("DefinitionList", []))
    if role == "term":
        out[-1]["c"].append([_inlines(block), []])
    else:
        out[-1]["c"][-1][1].append(block["c"][1])


def _inlines(block: Node) -> Nodes:
    return [
        inline
        for inner in (block["c"][1] if block["t"] == "Div" else [block])
        if inner["t"] in {"Para", "Plain"}
        for inline in inner["c"]
    ]


def _is_only_lists(block: Node) -> bool:
    """Writer's form of a list inside a list where it has no other."""
    return all(item and all(inner["t"] in _LISTS for inner in item) for item in _items(block))


def _items(block: Node) -> list[Nodes]:
    items: list[Nodes] = block["c"][1] if block["t"] == "OrderedList" else block["c"]
    return items
