"""Pandoc's tree as Markdown in our dialect: boxes, tables, notes, definitions and tasks included."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from export.dialect.callouts import KINDS
from export.languages import LANGUAGES
from export.note.language import language
from export.office.about import card_of, meta, unmarked
from export.office.ast import Node, Nodes
from export.office.boxes_read import is_end
from export.office.charts import cut_chart, fenced_chart
from export.office.continued import continued
from export.office.grids import grid, only_cell
from export.office.inlines import Inlines, Kept, unbold
from export.office.marks import begun, fenced
from export.office.roles import gathered, said

_STYLE = re.compile(r"Pochette-([a-z]+)(-title)?")
_BOXES = {"☐": "[ ]", "☒": "[x]", "☑": "[x]"}
_DEEPEST = 6
# A line break in a cell, as export/note/cells.py reads it.
_BREAK = "<br>"


def markdown(document: Node, kept: Kept, *, name: str = "", is_page: bool = False) -> str:
    """The body with its title as first heading, else `name`; `kept` keeps pictures."""
    writer = _Writer(Inlines(kept), language(said(document["blocks"])))
    blocks = _flat(gathered([block for block in document["blocks"] if not card_of(block)]))
    title = writer.inlines.line(meta(document, "title"))
    headings = [block for block in blocks if block["t"] == "Header"]
    highest = [block for block in headings if block["c"][0] == 1]
    if len(highest) == 1 and highest[0] is headings[0]:
        heading = writer.inlines.line(highest[0]["c"][2])
        # A web page has a title for its tab, which the heading says better.
        if not title or heading == title or is_page:
            title = heading
            blocks.remove(highest.pop())
    writer.shift = 1 if highest else 0
    head = title or name
    parts = [f"# {head}"] if head else []
    parts += [*writer.blocks(blocks), *writer.notes()]
    return "\n\n".join(parts) + "\n"


def _flat(blocks: Nodes) -> Nodes:
    """Without divisions but those that are boxes of ours."""
    return [inner for block in blocks for inner in (_flat(block["c"][1]) if _is_loose(block) else [block])]


def _is_loose(block: Node) -> bool:
    return block["t"] == "Div" and "callout" not in block["c"][0][1] and _style_of(block) is None


@dataclass(slots=True)
class _Writer:
    inlines: Inlines
    lang: str
    shift: int = 0

    def notes(self) -> list[str]:
        """A note may call another, which then comes after it."""
        out: list[str] = []
        while len(out) < len(self.inlines.notes):
            number = len(out) + 1
            text = "\n\n".join(self.blocks(self.inlines.notes[number - 1]))
            out.append(_hung(f"[^{number}]: ", text, 4))
        return out

    def blocks(self, blocks: Nodes) -> list[str]:
        """Blocks of Markdown, to be joined by empty lines."""
        out: list[str] = []
        rest = list(blocks)
        marker = "-"
        while rest:
            if (chart := cut_chart(rest)) is not None:
                out.append(fenced_chart(chart, self.lang))
                continue
            block = rest.pop(0)
            if (box := _title_of(block)) is not None:
                out.append(self._box(box, block["c"][1], _cut_box(box, rest)))
            elif block["t"] in {"BulletList", "OrderedList"}:
                # Two lists after one another would be one.
                start = r"\d+[.)] " if block["t"] == "OrderedList" else r"[-*] "
                follows = bool(out) and bool(re.match(start, out[-1]))
                marker = {"-": "*", "*": "-"}[marker] if follows else "-"
                out.append(self._list(block, marker))
            else:
                out += self._block(block)
        return [part for part in out if part.strip()]

    def _block(self, block: Node) -> list[str]:  # noqa: C901, PLR0911 -- one line a kind of block
        content: Any = block.get("c")
        match block["t"]:
            case "Para" | "Plain":
                return [self._paragraph(content)]
            case "Header":
                return [self._heading(content[0], content[2])]
            case "BlockQuote":
                inside = "\n\n".join(self.blocks(content))
                return ["\n".join(f"> {line}".rstrip() for line in inside.split("\n"))]
            case "CodeBlock":
                mark = fenced(content[1])
                return [f"{mark}\n{content[1]}\n{mark}"]
            case "PageBreak":
                return [r"\newpage"]
            case "HorizontalRule":
                return ["* * *"]
            case "LineBlock":
                return ["\n".join(begun(self.inlines.line(line)) for line in content)]
            case "DefinitionList":
                return [self._definitions(content)]
            case "Table":
                return self._table(block)
            case "Figure":
                return self._figure(content)
            case "Div":
                return self._division(content)
            case _:
                return []

    def _paragraph(self, inlines: Nodes) -> str:
        lines = (" ".join(line.split()) for line in self.inlines.text(inlines).split("\n"))
        return "\n".join(begun(line) for line in lines if line)

    def _heading(self, level: int, inlines: Nodes) -> str:
        if len(inlines) == 1 and inlines[0]["t"] == "Emph":
            inlines = inlines[0]["c"]
        said = self.inlines.line(unbold(inlines))
        return f"{'#' * min(_DEEPEST, level + self.shift)} {said}" if said else ""

    def _list(self, block: Node, marker: str) -> str:
        ordered = block["t"] == "OrderedList"
        items = continued(block["c"][1] if ordered else block["c"])
        start = max(0, block["c"][0][0]) if ordered else 0
        is_tight = all(_is_line(item) for item in items)
        out = []
        for number, item in enumerate(items, start):
            mark = f"{number}{'.' if marker == '-' else ')'} " if ordered else f"{marker} "
            box, inside = _cut_task(item)
            parts = self.blocks(inside)
            text = ("\n" if is_tight else "\n\n").join(parts)
            out.append(_hung(f"{mark}{box}", text, len(mark)))
        return ("\n" if is_tight else "\n\n").join(out)

    def _definitions(self, content: list[Any]) -> str:
        out = []
        for term, definitions in content:
            lines = [self.inlines.line(term)]
            lines += [_hung(": ", "\n\n".join(self.blocks(blocks)), 2) for blocks in definitions]
            out.append("\n".join(lines))
        return "\n\n".join(out)

    def _table(self, block: Node) -> list[str]:
        if (inside := only_cell(block)) is not None:
            return ["\n".join(["::: contexte", "\n\n".join(self.blocks(inside)), ":::"])]
        caption = self._one_line(block["c"][1][1])
        lines = grid(block, self._cell)
        return ["\n".join(lines), *([f"Table: {caption}"] if caption else [])] if lines else []

    def _figure(self, content: list[Any]) -> list[str]:
        caption = unmarked(self._one_line(content[1][1]))
        images = [inline for block in content[2] for inline in _images(block)]
        if len(images) != 1:
            return [*self.blocks(content[2]), caption]
        _, described, target = images[0]["c"]
        said = self.inlines.line(described)
        shown = self.inlines.image(described, target[0], "" if caption == said else caption)
        others = [block for block in content[2] if not _images(block)]
        return [shown if shown.startswith("!") else f"{caption} {shown}".strip(), *self.blocks(others)]

    def _division(self, content: list[Any]) -> list[str]:
        (_, classes, _), blocks = content
        kind = next((name for name in classes if name in KINDS), None)
        if "callout" not in classes or kind is None or not blocks:
            return self.blocks(blocks)
        return [self._box(kind, blocks[:1], blocks[1:])]

    def _box(self, kind: str, title: Nodes, inside: Nodes) -> str:
        said = self._one_line(title)
        named = "" if said in {one.page[kind] for one in LANGUAGES.values()} else f" {said}"
        return "\n".join([f"::: {kind}{named}".rstrip(), "\n\n".join(self.blocks(inside)), ":::"])

    def _cell(self, blocks: Nodes) -> str:
        """In one line, its paragraphs, lines and items parted by breaks."""
        return _BREAK.join(line for block in blocks for line in self._lines(block))

    def _lines(self, block: Node) -> list[str]:
        content: Any = block.get("c")
        match block["t"]:
            case "Para" | "Plain":
                return [
                    " ".join(line.split()) for line in self.inlines.text(content).split("\n") if line.strip()
                ]
            case "LineBlock":
                return [self.inlines.line(line) for line in content]
            case "BulletList":
                return [line for item in content for line in _bulleted("• ", self._cell(item))]
            case "OrderedList":
                items = enumerate(content[1], max(0, content[0][0]))
                return [line for number, item in items for line in _bulleted(f"{number}. ", self._cell(item))]
            case "Div":
                return [line for inner in content[1] for line in self._lines(inner)]
            case _:
                return [" ".join(part.split()) for part in self._block(block)]

    def _one_line(self, blocks: Nodes) -> str:
        parts = (" ".join(part.split()) for part in self.blocks(blocks))
        return " / ".join(part.removeprefix("- ") for part in parts)


def _title_of(block: Node) -> str | None:
    """The kind of box whose title this is, as our own office files have it."""
    style = _style_of(block)
    return style[1] if style and style[2] and style[1] in KINDS else None


def _style_of(block: Node) -> re.Match[str] | None:
    pairs: Sequence[Any] = block["c"][0][2] if block["t"] == "Div" else ()
    named = next((value for name, value in pairs if name == "custom-style"), "")
    return _STYLE.fullmatch(named)


def _cut_box(kind: str, rest: Nodes) -> Nodes:
    """The blocks of a box behind its title: up to its end, else in its own style, and lists and tables first.

    Files of before had no cell around a box, and nothing that said where it ends.
    """
    if (end := _end_of_box(rest)) is not None:
        inside = rest[:end]
        del rest[: end + 1]
        return inside
    inside = []
    while rest:
        style = _style_of(rest[0])
        is_in = style is not None and style[1] == kind and not style[2]
        if not is_in and (inside or rest[0]["t"] not in {"BulletList", "OrderedList", "Table"}):
            break
        inside.append(rest.pop(0))
    return inside


def _end_of_box(rest: Nodes) -> int | None:
    """Where the box ends that was begun before; those inside end before it does."""
    open_boxes = 1
    for at, block in enumerate(rest):
        open_boxes += (_title_of(block) is not None) - is_end(block)
        if not open_boxes:
            return at
    return None


def _is_line(item: Nodes) -> bool:
    """One paragraph, and lists below it."""
    kinds = [block["t"] for block in item]
    return kinds[:1] in ([], ["Plain"], ["Para"]) and set(kinds[1:]) <= {"BulletList", "OrderedList"}


def _cut_task(item: Nodes) -> tuple[str, Nodes]:
    first: Node = item[0] if item else {"t": ""}
    if first["t"] not in {"Plain", "Para"} or not first["c"] or first["c"][0]["t"] != "Str":
        return "", item
    sign, _, stuck = first["c"][0]["c"].partition("\u00a0")
    if (box := _BOXES.get(sign)) is None:
        return "", item
    words = [*([{"t": "Str", "c": stuck}] if stuck else []), *first["c"][1:]]
    return f"{box} ", [{"t": first["t"], "c": words}, *item[1:]]


def _images(block: Node) -> Nodes:
    return (
        [inline for inline in block.get("c", []) if inline["t"] == "Image"]
        if block["t"] in {"Plain", "Para"}
        else []
    )


def _bulleted(mark: str, text: str) -> list[str]:
    return [f"{mark}{text}"] if text else []


def _hung(mark: str, text: str, room: int) -> str:
    first, *others = text.split("\n")
    return "\n".join([f"{mark}{first}".rstrip(), *(" " * room + line if line else "" for line in others)])
