"""Finisher of WeasyPrint's `write_pdf`: corrects the tag tree before it is written."""

from typing import Any

import pydyf  # type: ignore[import-untyped]

from export.paper.tags import links, notes, roles, shape
from export.paper.tags.tree import Tree, Words
from export.patches.boxes import language_of

# CSS pixels: 96 an inch.
_TO_POINTS = 0.75


def finish(document: Any, pdf: Any) -> None:
    """Where the patch of WeasyPrint is not applied, the tree stays as it is."""
    tree = Tree(pdf)
    if not any(node.box for node in tree.document.nodes):
        return
    shape.whole(tree.document)
    roles.give(tree.document)
    links.describe(tree.document, language_of(document))
    shape.plain(tree.document)
    notes.move(tree.document)
    shape.heads(tree.document)
    heights = {page: sheet.height for page, sheet in zip(pdf.page_references, document.pages, strict=True)}
    for node in tree.document.below():
        if node.role == "Figure" and "A" in node.element:
            _place(node.element["A"], heights[node.element["Pg"]])
    _say_nothing(pdf, tree.write())


def _place(about: Any, height: float) -> None:
    """A picture's place in points from the foot of the page, as ISO 32000-1, 14.8.5.4.3 counts it."""
    left, top, right, bottom = about["BBox"]
    corners = (left, height - bottom, right, height - top)
    about["BBox"] = pydyf.Array([round(corner * _TO_POINTS, 2) for corner in corners])


def _say_nothing(pdf: Any, left: set[Words]) -> None:
    """What no element holds is an artifact: running heads, and heads of tables that come again."""
    by_page: dict[bytes, set[int]] = {}
    for words in left:
        by_page.setdefault(words.page, set()).add(words.mcid)
    for page, mcids in by_page.items():
        entries = pdf.objects[int(page.split()[0])]
        stream = pdf.objects[int(entries["Contents"].split()[0])].stream
        for at, token in enumerate(stream):
            if isinstance(token, pydyf.Dictionary) and token.get("MCID") in mcids:
                stream[at - 1], stream[at] = "/Artifact", pydyf.Dictionary({"Type": "/Pagination"})
