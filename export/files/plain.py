"""A note as plain text that reads well: headings underlined, tables aligned, footnotes at the end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from textwrap import wrap

from markdown_it.tree import SyntaxTreeNode

from export.dialect.charts import read_chart
from export.dialect.tokens import Tree, tree
from export.files.grid import columns, grid
from export.note.brief import Brief
from export.note.card import STRIP
from export.note.fences import CHARTS
from export.note.labels import labels
from export.note.typography import typeset

WIDTH = 76
_RULES = {1: "=", 2: "-", 3: "~"}
_BOX = re.compile(r"container_(\w+)")
_ALIGNED = re.compile(r"text-align:\s*(\w+)")


def text(brief: Brief) -> str:
    """Lines of at most 76 characters but in tables and addresses, ended by LF. Raises TooMuch."""
    writer = _Writer(brief.lang, tree(brief.body, lang=brief.lang, origin=brief.origin))
    return "\n".join([*_head(brief), *writer.document()]).rstrip("\n") + "\n"


def _head(brief: Brief) -> list[str]:
    title = typeset(brief.title, brief.lang)
    card = (brief.kind, brief.theme, brief.status, brief.classification)
    say = labels(brief.lang)
    strip = [f"{say[name]} : {value}" for name in STRIP if (value := getattr(brief, name))]
    said = (" · ".join(filter(None, card)), ", ".join(brief.authors), *strip, brief.date, brief.deck)
    lines = [line for part in said if part for line in wrap(typeset(part, brief.lang), WIDTH)]
    heading = [*_underlined(title, 1), ""] if brief.has_title else []
    return [*heading, *lines, *([""] if lines else [])]


def _underlined(line: str, level: int) -> list[str]:
    wrapped = wrap(line, WIDTH) or [""]
    rule = _RULES.get(level)
    return [*wrapped, rule * max(map(columns, wrapped))] if rule else [*wrapped]


@dataclass(slots=True)
class _Writer:
    lang: str
    tree: Tree
    numbers: dict[int, int] = field(default_factory=dict)

    def document(self) -> list[str]:
        return [*self._blocks(self.tree.blocks, WIDTH), *self._notes()]

    def _notes(self) -> list[str]:
        """In the order of their calls; a note may call another."""
        lines: list[str] = []
        shown = 0
        while shown < len(self.numbers):
            ident, number = list(self.numbers.items())[shown]
            mark = f"[{number}] "
            lines += _hung(self._blocks(self.tree.notes.get(ident, ()), WIDTH - len(mark)), mark)
            shown += 1
        return [*_underlined(labels(self.lang)["notes"], 2), "", *lines] if lines else []

    def _blocks(self, nodes: Sequence[SyntaxTreeNode], width: int) -> list[str]:
        """Each block ends in an empty line."""
        return [line for node in nodes for line in self._block(node, max(20, width))]

    def _block(self, node: SyntaxTreeNode, width: int) -> list[str]:  # noqa: C901, PLR0911
        match node.type:
            case "paragraph":
                return [*self._wrapped(node, width), *([] if node.hidden else [""])]
            case "heading":
                return [*_underlined(self._said(node), int(node.tag[1])), ""]
            case "bullet_list" | "ordered_list":
                return self._list(node, width)
            case "blockquote":
                inside = self._blocks(node.children, width - 2)
                return [*(f"> {line}".rstrip() for line in _trimmed(inside)), ""]
            case "fence" | "code_block":
                return self._fence(node, width)
            case "hr":
                return ["* * *", ""]
            case "table":
                return self._table(node, width)
            case "dl":
                return [*_trimmed(self._blocks(node.children, width)), ""]
            case "dt":
                return self._wrapped(node, width)
            case "dd":
                return _hung(self._blocks(node.children, width - 4), "    ")
            case kind if box := _BOX.fullmatch(kind):
                return self._box(box[1], node, width)
            case _:
                return self._blocks(node.children, width)

    def _wrapped(self, node: SyntaxTreeNode, width: int) -> list[str]:
        lines = self._said(node).split("\n")
        return [part for line in lines for part in _wrap(line, width) or [""]]

    def _list(self, node: SyntaxTreeNode, width: int) -> list[str]:
        lines: list[str] = []
        number = int(node.attrs.get("start", 1))
        for item in node.children:
            kind = str(item.attrs.get("class", ""))
            mark = f"{number}. " if node.type == "ordered_list" else "- "
            if kind.startswith("task"):
                mark += "[x] " if "done" in kind else "[ ] "
            is_tight = any(child.hidden for child in item.children)
            inside = _hung(self._blocks(item.children, width - len(mark)), mark)
            lines += _trimmed(inside) if is_tight else inside
            number += 1
        return [*_trimmed(lines), ""]

    def _fence(self, node: SyntaxTreeNode, width: int) -> list[str]:
        kind, _, title = node.info.strip().partition(" ")
        name = typeset(title.strip(), self.lang)
        chart = read_chart(name, node.content, self.lang) if kind in CHARTS else None
        if chart is None:
            return [*(f"    {line}".rstrip() for line in node.content.rstrip("\n").split("\n")), ""]
        rows = [[label, written] for label, _, written in chart.bars]
        above, below = (_wrap(line, width) for line in (chart.title, chart.source))
        drawn = grid(rows, ["", "right"], width) if rows else []
        return [*above, *drawn, *below, ""]

    def _table(self, node: SyntaxTreeNode, width: int) -> list[str]:
        caption: list[str] = []
        rows: list[list[str]] = []
        sides: list[str] = []
        headed = 0
        for part in node.children:
            if part.type == "caption":
                caption = self._wrapped(part, width)
                continue
            for row in part.children:
                rows.append([self._said(cell).removesuffix("\n") for cell in row.children])
                if part.type == "thead":
                    sides, headed = [_side(cell) for cell in row.children], 1
        return [*grid(rows, sides, width, headed=headed), *caption, ""]

    def _box(self, kind: str, node: SyntaxTreeNode, width: int) -> list[str]:
        _, _, title = node.info.strip().partition(" ")
        name = typeset(title.strip() or labels(self.lang).get(kind, kind), self.lang)
        inside = _trimmed(self._blocks(node.children, width - 2))
        return [f"+ {name.upper()}", *(f"| {line}".rstrip() for line in inside), "+", ""]

    def _said(self, node: SyntaxTreeNode) -> str:
        return "".join(map(self._inline, node.children)).strip(" ")

    def _inline(self, node: SyntaxTreeNode) -> str:
        match node.type:
            case "text" | "code_inline":
                return node.content
            case "softbreak" | "hardbreak":
                return "\n"
            case "footnote_ref":
                number = self.numbers.setdefault(int(node.meta["id"]), len(self.numbers) + 1)
                return f"[{number}]"
            case "image":
                described = "".join(map(self._inline, node.children))
                name = labels(self.lang)["image"]
                return f"[{typeset(f'{name} : {described}' if described else name, self.lang)}]"
            case "link":
                return self._link(node)
            case _:
                return "".join(map(self._inline, node.children))

    def _link(self, node: SyntaxTreeNode) -> str:
        said = "".join(map(self._inline, node.children))
        address = str(node.attrs.get("href", ""))
        shown = address.removeprefix("mailto:").removeprefix("tel:")
        return (
            said if address.startswith("#") or shown == said or node.info == "auto" else f"{said} <{shown}>"
        )


def _wrap(line: str, width: int) -> list[str]:
    """Spaces that typography made fixed stay fixed."""
    return wrap(line, width, break_long_words=False, break_on_hyphens=False)


def _hung(lines: list[str], mark: str) -> list[str]:
    """`mark` before the first line, as much room before the others."""
    room = " " * len(mark)
    return [f"{room if number else mark}{line}".rstrip() for number, line in enumerate(lines or [""])]


def _trimmed(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and not lines[end - 1]:
        end -= 1
    return lines[:end]


def _side(cell: SyntaxTreeNode) -> str:
    aligned = _ALIGNED.search(str(cell.attrs.get("style", "")))
    return aligned[1] if aligned else ""
