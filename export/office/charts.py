"""Charts of office files: the drawing as on paper, under it its figures as a small table, and back."""

import re
from base64 import b64encode
from collections.abc import Callable
from typing import Final

from export.dialect.charts import Chart, Picture, pictures_of
from export.note.labels import labels
from export.office.ast import Node, Nodes, attributes, element, paragraph, styled, table, words
from export.office.drawn import png_of_svg
from export.office.marks import spaced
from export.office.roles import said, style_of
from export.office.widths import UPRIGHT

TITLE, PICTURE, SOURCE = (f"Pochette-{name}" for name in ("chart-title", "chart", "source"))
# The part of the line that its figures leave free.
_SMALLER: Final = 0.45
_FACE: Final = 'font-family="Source Sans 3"'
# A reader of books has no face of ours, and a drawing in a picture takes none of the book.
_ANY_FACE: Final = "font-family=\"'Source Sans 3', 'Helvetica Neue', Arial, sans-serif\""


def drawn_in_dots(shape: Picture) -> str:
    """For Word and Writer, which draw SVG in some versions only."""
    return _address("image/png", png_of_svg(shape.svg, shape.width, shape.height))


def drawn_in_points(shape: Picture) -> str:
    """For books, which a reader may make as large as a wall."""
    return _address("image/svg+xml", shape.svg.replace(_FACE, _ANY_FACE).encode())


def _address(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{b64encode(content).decode()}"


def charted(chart: Chart, address: Callable[[Picture], str], inset: float) -> Nodes:
    """The blocks of a chart that has bars; `address` is where a picture of it is."""
    rows = [[words(label), words(written)] for label, _, written in chart.bars]
    room = UPRIGHT - inset
    images = [
        element("Image", attributes(width=f"{room:.1f}mm"), words(one.spoken), [address(one), ""])
        for one in pictures_of(chart)
    ]
    return [
        *([styled(TITLE, [paragraph(words(chart.title))], "chart-title")] if chart.title else []),
        styled(PICTURE, [paragraph(images)], "chart"),
        *_small(table([], rows, ["", "right"], [], inset=inset + _SMALLER * room, cells="value")),
        *([styled(SOURCE, [paragraph(words(chart.source))], "source")] if chart.source else []),
    ]


def _small(blocks: Nodes) -> Nodes:
    """A table that was laid out for a part of the line, as wide as that part."""
    for block in blocks:
        for column in block["c"][2] if block["t"] == "Table" else ():
            column[1] = element("ColWidth", round(column[1]["c"] * (1 - _SMALLER), 4))
    return blocks


def cut_chart(rest: Nodes) -> Nodes | None:
    """The blocks of a chart that `rest` begins with, taken out of it; None where it begins with none."""
    kinds = [style_of(block) if block["t"] == "Div" else block["t"] for block in rest[:4]]
    start = 1 if kinds[:1] == [TITLE] else 0
    if kinds[start : start + 2] != [PICTURE, "Table"]:
        return None
    end = start + (3 if kinds[start + 2 : start + 3] == [SOURCE] else 2)
    found = rest[:end]
    del rest[:end]
    return found


def fenced_chart(blocks: Nodes, lang: str) -> str:
    """A chart in Markdown, by what its table says now."""
    title = next((_words(block) for block in blocks if style_of(block) == TITLE), "")
    source = next((_words(block) for block in blocks if style_of(block) == SOURCE), "")
    lines = [";".join(cells) for block in blocks if block["t"] == "Table" for cells in _rows(block)]
    name = labels(lang)["chart"]
    return "\n".join([f"```{name} {title}".rstrip(), *lines, *filter(None, [source]), "```"])


def _rows(block: Node) -> list[list[str]]:
    _, _, _, head, bodies, foot = block["c"]
    rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
    return [[_words(cell[4]) for cell in row[1]][:2] for row in rows]


def _words(value: Node | Nodes) -> str:
    return re.sub(r"\s+", " ", spaced(said(value))).strip()
