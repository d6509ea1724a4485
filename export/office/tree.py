"""A note as pandoc's tree: title block, headings, boxes, tables, footnotes and pictures."""

import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from export.dialect import callouts
from export.dialect.breaks import BREAK
from export.dialect.charts import Picture, read_chart
from export.dialect.tokens import Tree, tree
from export.note.brief import Brief
from export.note.direction import LEFT_TO_RIGHT, is_right_to_left, runs
from export.note.fences import CHARTS
from export.note.labels import labels
from export.note.pictures import kind_of, name_of
from export.note.typography import typeset
from export.office.ast import (
    Node,
    Nodes,
    attributes,
    element,
    paragraph,
    plain,
    raw,
    styled,
    table,
    without_turns,
    words,
)
from export.office.boxes import boxed, room_in
from export.office.charts import charted, drawn_in_points
from export.office.pandoc import API_VERSION
from export.office.pictures import width_of
from export.office.roles import said
from export.office.styles import CARD, QUOTES

BOX_STYLE = "Pochette"
_MARKS = {"em": "Emph", "strong": "Strong", "s": "Strikeout", "sup": "Superscript"}
_ALIGNED = re.compile(r"text-align:\s*(\w+)")
_BOX = re.compile(r"container_(\w+)")
# 1. a) i), by how many ordered lists stand around one.
_NUMBERS = (
    (element("Decimal"), element("Period")),
    (element("LowerAlpha"), element("OneParen")),
    (element("LowerRoman"), element("OneParen")),
)
_PAGE_BREAKS = {
    "openxml": '<w:p><w:r><w:br w:type="page"/></w:r></w:p>',
    "opendocument": '<text:p text:style-name="Pochette-Break"/>',
    "html": '<div class="page-break"></div>',
}


def document(brief: Brief, picture: Callable[[Picture], str] = drawn_in_points) -> Node:
    """The whole note for any of pandoc's writers; `picture` is the address of a chart's. Raises TooMuch."""
    about = {"title": words(typeset(brief.title, brief.lang))}
    if brief.deck:
        about["subtitle"] = words(typeset(brief.deck, brief.lang))
    if brief.date:
        about["date"] = words(typeset(brief.date, brief.lang))
    meta = {name: element("MetaInlines", inlines) for name, inlines in about.items()}
    meta["author"] = element("MetaList", [element("MetaInlines", words(name)) for name in brief.authors])
    meta["lang"] = element("MetaString", brief.lang)
    return {"pandoc-api-version": list(API_VERSION), "meta": meta, "blocks": blocks_of(brief, picture)}


def blocks_of(brief: Brief, picture: Callable[[Picture], str]) -> Nodes:
    """The note without its title: its card in a line, then its text. Raises TooMuch."""
    read = tree(brief.body, lang=brief.lang, origin=brief.origin)
    writer = _Writer(brief.lang, read, brief.images, picture, frozenset(_names(read.blocks)))
    return [*_card(brief), *writer.document()]


def _names(nodes: Sequence[SyntaxTreeNode]) -> Iterator[str]:
    """Of headings, to which links may lead."""
    for node in nodes:
        if node.type == "heading":
            yield str(node.attrs.get("id", ""))
        yield from _names(node.children)


def _card(brief: Brief) -> Nodes:
    """One line of what the first page of the paper says around its title, each part in a style of its own."""
    inlines: Nodes = []
    for name in CARD:
        if said := getattr(brief, name):
            inlines += words(" · ") if inlines else []
            style = attributes(style=f"{BOX_STYLE}-{name}")
            inlines.append(element("Span", style, words(typeset(said, brief.lang))))
    return [styled(f"{BOX_STYLE}-card", [paragraph(inlines)], "card")] if inlines else []


def _begin_another(quotation: Node) -> None:
    """Its first paragraph says that it is not the one before: programs put quotations in a row together."""
    if (inside := quotation["c"]) and inside[0]["t"] in {"Para", "Plain"}:
        inside[0] = styled(f"{BOX_STYLE}-quote-next", [inside[0]])


@dataclass(frozen=True, slots=True)
class _Writer:
    """`depth` counts the quotations around, `inset` is what a box around takes of a line, in millimetres."""

    lang: str
    tree: Tree
    images: Mapping[str, bytes]
    picture: Callable[[Picture], str]
    names: frozenset[str]
    depth: int = 0
    inset: float = 0

    def document(self) -> Nodes:
        return self.blocks(self.tree.blocks)

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> Nodes:
        out: Nodes = []
        for before, node in zip((None, *nodes), nodes, strict=False):
            made = self._block(node)
            if before is not None and before.type == node.type == "blockquote" and not self.depth:
                _begin_another(made[0])
            out += made
        return without_turns(out)

    def _block(self, node: SyntaxTreeNode) -> Nodes:  # noqa: C901, PLR0911 -- one line a kind of block
        match node.type:
            case "paragraph":
                return self._paragraph(node)
            case "heading":
                level = max(1, int(node.tag[1]) - 1)
                name = str(node.attrs.get("id", ""))
                return [element("Header", level, attributes(name=name), self._inlines(node.children))]
            case "bullet_list":
                return [element("BulletList", [self._item(item) for item in node.children])]
            case "ordered_list":
                start = int(node.attrs.get("start", 1))
                numbers = [start, *_NUMBERS[min(_level(node), len(_NUMBERS) - 1)]]
                return [element("OrderedList", numbers, [self._item(item) for item in node.children])]
            case "blockquote":
                return [replace(self, depth=self.depth + 1).quote(node)]
            case "fence" | "code_block":
                return self._fence(node)
            case "hr":
                return [element("HorizontalRule")]
            case kind if kind == BREAK:
                return raw(_PAGE_BREAKS)
            case "table":
                return self._table(node)
            case "dl":
                return [element("DefinitionList", list(self._definitions(node.children)))]
            case kind if box := _BOX.fullmatch(kind):
                return self._box(box[1], node)
            case _:
                return self.blocks(node.children)

    def _paragraph(self, node: SyntaxTreeNode) -> Nodes:
        inlines = self._inlines(node.children)
        if not inlines:
            return []
        if node.hidden:
            return [plain(inlines)]
        if len(inlines) == 1 and inlines[0]["t"] == "Image":
            _, described, (_, title) = inlines[0]["c"]
            caption = words(typeset(title, self.lang)) if title else described
            figure = element("Figure", attributes(), [None, [plain(caption)]], [plain(inlines)])
            return [figure] if caption else [paragraph(inlines)]
        if node.attrs.get("class") == "who":
            return [styled(f"{BOX_STYLE}-who{self._deep()}", [paragraph(inlines)], "who")]
        if is_right_to_left(said(inlines), self.lang):
            return [element("Div", attributes(dir="rtl"), [paragraph(inlines)])]
        return [paragraph(inlines)]

    def quote(self, node: SyntaxTreeNode) -> Node:
        """In another quotation it has a style of its own: pandoc has one for all."""
        blocks, deep = self.blocks(node.children), self._deep()
        if any(block["t"] == "Div" and ["dir", "rtl"] in block["c"][0][2] for block in blocks):
            deep = deep or "-1"  # what says a direction loses the style of quotations in Writer's files
        return element("BlockQuote", [styled(f"{BOX_STYLE}-quote{deep}", blocks)] if deep else blocks)

    def _deep(self) -> str:
        return f"-{min(self.depth, QUOTES[-1])}" if self.depth >= QUOTES[0] else ""

    def _item(self, node: SyntaxTreeNode) -> Nodes:
        blocks = self.blocks(node.children)
        kind = str(node.attrs.get("class", ""))
        if kind.startswith("task") and blocks and blocks[0]["t"] in {"Plain", "Para"}:
            box = "☒" if "done" in kind else "☐"
            blocks[0] = element(blocks[0]["t"], [*words(f"{box} "), *blocks[0]["c"]])
        return blocks

    def _fence(self, node: SyntaxTreeNode) -> Nodes:
        kind, _, title = node.info.strip().partition(" ")
        chart = (
            read_chart(typeset(title.strip(), self.lang), node.content, self.lang) if kind in CHARTS else None
        )
        if chart is None:
            return [element("CodeBlock", attributes(), node.content.rstrip("\n"))]
        return charted(chart, self.picture, self.inset) if chart.bars else [paragraph(words(chart.title))]

    def _table(self, node: SyntaxTreeNode) -> Nodes:
        caption: Nodes = []
        head: list[Nodes] = []
        rows: list[list[Nodes]] = []
        sides: list[str] = []
        for part in node.children:
            if part.type == "caption":
                caption = self._inlines(part.children)
                continue
            for row in part.children:
                cells = [self._inlines(cell.children) for cell in row.children]
                if part.type == "thead":
                    head, sides = cells, [_side(cell) for cell in row.children]
                else:
                    rows.append(cells)
        return table(head, rows, sides, caption, inset=self.inset)

    def _definitions(self, nodes: Sequence[SyntaxTreeNode]) -> list[Any]:
        out: list[list[Any]] = []
        for node in nodes:
            if node.type == "dt":
                out.append([self._inlines(node.children), []])
            elif out:
                out[-1][1].append(self.blocks(node.children))
        return out

    def _box(self, kind: str, node: SyntaxTreeNode) -> Nodes:
        if kind not in callouts.KINDS:
            return self.blocks(node.children)
        _, _, title = node.info.strip().partition(" ")
        name = typeset(title.strip() or labels(self.lang)[kind], self.lang)
        style = f"{BOX_STYLE}-{kind}"
        top = styled(f"{style}-title", [paragraph(words(name))], "callout-title")
        inside = replace(self, inset=room_in(kind)).blocks(node.children)
        return [element("Div", attributes("callout", kind), boxed(kind, [top, styled(style, inside)]))]

    def _inlines(self, nodes: Sequence[SyntaxTreeNode]) -> Nodes:
        return [inline for node in nodes for inline in self._inline(node)]

    def _inline(self, node: SyntaxTreeNode) -> Nodes:  # noqa: PLR0911 -- one line a kind of text
        match node.type:
            case "text":
                return self._text(node.content)
            case "softbreak" | "hardbreak":
                return [element("LineBreak")]
            case "code_inline":
                return [element("Code", attributes(), node.content)]
            case "link":
                address = str(node.attrs.get("href", ""))
                said = self._inlines(node.children)
                # What leads nowhere in the note would in a file too.
                leads = not address.startswith("#") or address[1:] in self.names
                return [element("Link", attributes(), said, [address, ""])] if leads else said
            case "image":
                return self._image(node)
            case "footnote_ref":
                blocks = self.blocks(self.tree.notes.get(int(node.meta["id"]), ()))
                return [element("Note", blocks or [paragraph([])])]
            case "footnote_anchor":
                return []
            case mark if mark in _MARKS:
                return [element(_MARKS[mark], self._inlines(node.children))]
            case _:
                return self._inlines(node.children)

    def _text(self, text: str) -> Nodes:
        """Words that run from right to left are said to do so, so that what is around them does not."""
        out: Nodes = []
        for piece, is_other in runs(text):
            if is_other:
                out.append(element("Span", attributes(dir="rtl"), words(piece)))
            else:
                out += words(f"{LEFT_TO_RIGHT}{piece}" if out else piece)
        return out

    def _image(self, node: SyntaxTreeNode) -> Nodes:
        """The picture itself, or its description where it is not ours to show."""
        described = self._inlines(node.children)
        content = self.images.get(name_of(str(node.attrs.get("src", ""))))
        if content is None:
            name = labels(self.lang)["image"]
            return [element("Str", "["), *words(f"{name} "), *described, element("Str", "]")]
        address = f"data:{kind_of(content)};base64,{b64encode(content).decode()}"
        return [
            element(
                "Image",
                attributes(width=width_of(node, content, node.content)),
                described,
                [address, str(node.attrs.get("title", ""))],
            )
        ]


def _level(node: SyntaxTreeNode) -> int:
    """How many lists of its kind stand around a list."""
    level, above = 0, node.parent
    while above is not None:
        level += above.type == node.type
        above = above.parent
    return level


def _side(cell: SyntaxTreeNode) -> str:
    aligned = _ALIGNED.search(str(cell.attrs.get("style", "")))
    return aligned[1] if aligned else ""
