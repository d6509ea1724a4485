"""Writer's styles and task boxes, which pandoc drops: marked in the text before, read from it after."""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from xml.etree import ElementTree as ET

from export.errors import Unreadable
from export.office.ast import Node, Nodes, attributes, element, words
from export.office.boxes_read import unboxed_writer
from export.office.covers import uncovered
from export.office.odt_marked import tell_looks
from export.office.odt_pages import tell_breaks
from export.office.roles import role_of, style_of

# Signs that stand in no text: a private area of Unicode.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARKED = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_SIDES = {"right": "AlignRight", "center": "AlignCenter"}
# The bullets that Writer makes of the boxes of a Word file.
_BOXES: Final = frozenset("☐☒☑")
_TITLES: Final = ("Title", "Subtitle", "Author", "Date")


def with_styles(parts: Mapping[str, bytes]) -> bytes:
    """content.xml with the name of its style before each paragraph that needs it. Raises Unreadable."""
    content = parts["content.xml"]
    try:
        root = ET.fromstring(content)  # noqa: S314 -- entities were refused, and expat fetches nothing
    except ET.ParseError:
        raise Unreadable("files.broken") from None
    for _, (prefix, uri) in ET.iterparse(io.BytesIO(content), events=["start-ns"]):  # noqa: S314 -- the same
        ET.register_namespace(prefix, uri)
    parents = {
        style.get(f"{_STYLE}name", ""): style.get(f"{_STYLE}parent-style-name", "")
        for style in root.iter(f"{_STYLE}style")
    }
    if (text := root.find(f"{_OFFICE}body/{_OFFICE}text")) is not None:
        uncovered(text, {one: _named(one, parents) for one in text.findall(f"{_TEXT}p")})
    unboxed_writer(root, lambda one: _named(one, parents), _TEXT, _TABLE)
    _tell_boxes(root, _boxes(root, _parsed(parts.get("styles.xml", b""))))
    # Pandoc takes underlining for emphasis.
    for looks in root.iter(f"{_STYLE}text-properties"):
        looks.attrib.pop(f"{_STYLE}text-underline-style", None)
    tell_breaks(root, _parsed(parts.get("styles.xml", b"")))
    tell_looks(root)
    for paragraph in root.iter(f"{_TEXT}p"):
        named = paragraph.get(f"{_TEXT}style-name", "")
        style = parents.get(named) or named
        if role_of(named):
            style = named
        if style in _TITLES or role_of(style) or style.startswith("Pochette-"):
            paragraph.text = f"{_OPEN}{style}{_CLOSE}{paragraph.text or ''}"
    for run in root.iter(f"{_TEXT}span"):
        named = run.get(f"{_TEXT}style-name", "")
        style = parents.get(named) or named
        if style.startswith("Pochette-"):
            run.text = f"{_OPEN}{style}{_CLOSE}{run.text or ''}"
            run.tail = f"{_OPEN}{_CLOSE}{run.tail or ''}"
    _tell_descriptions(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _named(paragraph: ET.Element, parents: Mapping[str, str]) -> str:
    """The style that people see: an automatic one has it as its parent."""
    named = paragraph.get(f"{_TEXT}style-name", "")
    return parents.get(named) or named


def _parsed(styles: bytes) -> ET.Element:
    """styles.xml; nothing for a file without, or a damaged one."""
    try:
        return ET.fromstring(styles)  # noqa: S314 -- the same
    except ET.ParseError:
        return ET.Element("none")


def _boxes(content: ET.Element, styles: ET.Element) -> dict[tuple[str, str], str]:
    """The bullets that are boxes, by the names of their list styles and their levels, counted from 1."""
    return {
        (style.get(f"{_STYLE}name", ""), bullet.get(f"{_TEXT}level", "")): sign
        for root in (styles, content)
        for style in root.iter(f"{_TEXT}list-style")
        for bullet in style.iter(f"{_TEXT}list-level-style-bullet")
        if (sign := bullet.get(f"{_TEXT}bullet-char", "")) in _BOXES
    }


def _tell_boxes(
    inside: ET.Element, boxes: Mapping[tuple[str, str], str], style: str = "", level: int = 0
) -> None:
    """A list in a list has the style of the one around it where it says no other."""
    for child in inside if boxes else ():
        if child.tag != f"{_TEXT}list":
            _tell_boxes(child, boxes, style, level)
            continue
        named = child.get(f"{_TEXT}style-name", style)
        sign = boxes.get((named, str(level + 1)))
        for paragraph in child.findall(f"{_TEXT}list-item/{_TEXT}p[1]") if sign else ():
            paragraph.text = f"{sign} {paragraph.text or ''}"
        _tell_boxes(child, boxes, named, level + 1)


def _tell_descriptions(root: ET.Element) -> None:
    for frame in root.iter(f"{_DRAW}frame"):
        said = frame.findtext(f"{_SVG}desc") or frame.findtext(f"{_SVG}title") or ""
        for image in frame.iter(f"{_DRAW}image"):
            image.set(_HREF, f"{image.get(_HREF, '')}{_OPEN}{' '.join(said.split())}{_CLOSE}")


def styled(document: Node) -> Node:
    """The tree with divisions for the styles, a title block, definition lists and captions of tables."""
    blocks = list(_divided(document["blocks"]))
    meta = dict(document["meta"])
    authors: Nodes = []
    while blocks and (style := style_of(blocks[0])) in _TITLES:
        inlines = element("MetaInlines", blocks.pop(0)["c"][1][0]["c"])
        if style == "Author":
            authors.append(inlines)
        else:
            meta[str(style).lower()] = inlines
    if authors:
        meta["author"] = element("MetaList", authors)
    return {**document, "meta": meta, "blocks": _unmarked(blocks)}


def _divided(blocks: Nodes) -> Iterator[Node]:
    for block in blocks:
        if block["t"] in {"Para", "Plain"} and (style := _cut(block["c"])):
            inlines = _runs(block["c"]) if style == "Pochette-card" else block["c"]
            yield element("Div", attributes(style=style), [element(block["t"], inlines)])
        elif block["t"] == "BlockQuote":
            inside = list(_divided(block["c"]))
            yield from inside if any(map(style_of, inside)) else [element("BlockQuote", inside)]
        elif block["t"] in {"BulletList", "OrderedList"}:
            items = block["c"][1] if block["t"] == "OrderedList" else block["c"]
            items[:] = [list(_divided(item)) for item in items]
            yield block
        elif block["t"] == "Table":
            yield _aligned(block)
        else:
            yield block


def _runs(inlines: Nodes) -> Nodes:
    """Spans for the styles that are told before and after some words."""
    out: Nodes = []
    inside: Nodes = out
    for inline in inlines:
        if inline["t"] != "Str":
            inside.append(inline)
            continue
        at = 0
        for mark in [*_MARKED.finditer(inline["c"]), None]:
            text = inline["c"][at : mark.start() if mark else None]
            if text:
                inside.append(element("Str", text))
            if mark is None:
                break
            at = mark.end()
            inside = out
            if mark[1]:
                out.append(element("Span", attributes(style=mark[1]), inside := []))
    return out


def _aligned(table: Node) -> Node:
    """A column whose cells stand at the right is one of figures."""
    _, _, columns, head, bodies, _ = table["c"]
    for row in [*head[1], *(row for body in bodies for row in (*body[2], *body[3]))]:
        for column, cell in zip(columns, row[1], strict=False):
            for paragraph in cell[4][:1]:
                side = _cut(paragraph["c"]).rpartition("-")[2] if paragraph["t"] in {"Para", "Plain"} else ""
                if side in _SIDES:
                    column[0] = element(_SIDES[side])
    return table


def _unmarked(value: Any) -> Any:
    """Without the names that stand where no style matters: in lists, in notes."""
    if isinstance(value, dict) and value.get("t") == "Image":
        about, inlines, (address, title) = value["c"]
        told = _MARKED.search(address)
        said = words(told[1]) if told and not inlines else inlines
        return element("Image", about, said, [_MARKED.sub("", address), title])
    if isinstance(value, dict):
        return {name: _unmarked(inside) for name, inside in value.items()}
    if isinstance(value, list):
        return [_unmarked(inside) for inside in value]
    return _MARKED.sub("", value) if isinstance(value, str) else value


def _cut(inlines: Nodes) -> str:
    """The style that is told at the start of a paragraph, taken out of wherever it stands."""
    for inline in inlines[:1]:
        content: Any = inline.get("c")
        if inline["t"] == "Str" and (match := _MARKED.match(content)):
            inline["c"] = content[match.end() :]
            return match[1]
        if inline["t"] in {"Strong", "Emph"}:
            return _cut(content)
        if inline["t"] == "Span":
            return _cut(content[1])
    return ""
