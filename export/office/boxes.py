"""Boxes of office files: a table of one cell, so that lists, tables and quotations stand in the one ground.

Shading and borders of paragraphs hold none of these: a list begins farther in, a table is no paragraph.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from export.office.ast import Nodes, raw
from export.office.styles import FRAMES, Frame

# What stands between text and frame, in points.
_PADDING: Final = 9
_OPEN: Final = "<!--pochette-box {}-->"
_CLOSE: Final = "<!--/pochette-box-->"
_EDGE: Final = re.compile(r"<!--(/?)pochette-box(?: ([a-z]+))?-->")
_FORMS: Final = ("openxml", "opendocument")
# Paragraphs without a style of their own take that of the box.
_PLAIN: Final = re.compile(
    r'(<w:pStyle w:val="|<text:p text:style-name=")'
    r'(?:BodyText|FirstParagraph|Compact|First_20_paragraph|Text_20_body)"'
)
# A list of Writer's has styles of its own, whose parent is the plain one.
_USED: Final = re.compile(r'<text:p text:style-name="(P\d+)"')
_OF_LISTS: Final = re.compile(
    r'(<style:style style:name="(P\d+)" style:family="paragraph" style:parent-style-name=")Text_20_body'
    r'(" style:list-style-name=)'
)
# Tables that touch become one; Word wants a paragraph at the end of a cell.
_GAPS: Final = MappingProxyType(
    {
        "docx": '<w:p><w:pPr><w:pStyle w:val="Pochette-gap"/></w:pPr></w:p>',
        "odt": '<text:p text:style-name="Pochette-gap"/>',
    }
)
_TOUCHED: Final = re.compile(
    r'(</w:tbl>)(\s*<w:p>(?!<w:pPr>\s*<w:pStyle w:val="Pochette-(?:gap|source)"|\s*</w:tc>))'
)
_TABLE_END: Final = ("</w:tbl>", "</table:table>")


def boxed(kind: str, blocks: Nodes) -> Nodes:
    """Blocks with the edges of a box of this kind around them, which `with_boxes` makes a table."""
    opened, closed = (raw(dict.fromkeys(_FORMS, edge)) for edge in (_OPEN.format(kind), _CLOSE))
    return [*opened, *blocks, *closed]


def with_boxes(form: str, xml: str) -> str:
    """The text of a docx or an odt whose boxes are tables of one cell."""
    out = ""
    kinds: list[str] = []
    of_lists: dict[str, str] = {}
    at = 0
    for edge in _EDGE.finditer(xml):
        piece = xml[at : edge.start()]
        if kinds:
            of_lists |= dict.fromkeys(_USED.findall(piece), kinds[-1])
            piece = _PLAIN.sub(rf'\1Pochette-{kinds[-1]}"', piece)
        out += piece
        at = edge.end()
        if not edge[1]:
            kinds.append(edge[2])
            out += (_GAPS[form] if out.rstrip().endswith(_TABLE_END) else "") + _opened(form, edge[2])
        elif kinds:
            kinds.pop()
            last = "" if out.rstrip().endswith("</w:p>") or form == "odt" else _GAPS[form]
            out += last + _closed(form) + _GAPS[form]
    out += xml[at:]
    out = _TOUCHED.sub(rf"\1{_GAPS[form]}\2", out) if form == "docx" else out
    return _with_cells(_with_parents(out, of_lists)) if form == "odt" else out


def _with_parents(content: str, kinds: Mapping[str, str]) -> str:
    def parent(found: re.Match[str]) -> str:
        return f"{found[1]}Pochette-{kinds[found[2]]}{found[3]}" if found[2] in kinds else found[0]

    return _OF_LISTS.sub(parent, content)


def _opened(form: str, kind: str) -> str:
    if form == "odt":
        return (
            '<table:table table:style-name="Pochette-box"><table:table-column/><table:table-row>'
            f'<table:table-cell table:style-name="Pochette-box-{kind}" office:value-type="string">'
        )
    frame = FRAMES[kind]
    room = _padding(frame) * 20
    return (
        '<w:tbl><w:tblPr><w:tblW w:type="pct" w:w="5000"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{room}" w:type="dxa"/><w:right w:w="{room}" w:type="dxa"/>'
        '</w:tblCellMar><w:tblLook w:val="0000"/></w:tblPr>'
        '<w:tblGrid><w:gridCol w:w="8504"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:type="pct" w:w="5000"/>'
        f"{_borders(frame)}{_shade(frame)}</w:tcPr>"
    )


def _closed(form: str) -> str:
    if form == "odt":
        return "</table:table-cell></table:table-row></table:table>"
    return "</w:tc></w:tr></w:tbl>"


def _padding(frame: Frame) -> int:
    return _PADDING if frame.widths else 0


def _borders(frame: Frame) -> str:
    """In the order of the schema; eighths of a point."""
    said = "".join(
        f'<w:{side} w:val="single" w:sz="{width * 8:.0f}" w:space="0" w:color="{frame.colour}"/>'
        for side in ("top", "left", "bottom", "right")
        if (width := frame.widths.get(side))
    )
    return f"<w:tcBorders>{said}</w:tcBorders>" if said else ""


def _shade(frame: Frame) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{frame.tint}"/>' if frame.tint else ""


def _with_cells(content: str) -> str:
    """With what Writer reads of cells: automatic styles alone."""
    if 'table:style-name="Pochette-box"' not in content:
        return content
    cells = "".join(f'<style:style style:name="Pochette-box-{kind}" style:family="table-cell">{_cell(frame)}'
        "</style:style>" for kind, frame in FRAMES.items())  # fmt: skip
    table = (
        '<style:style style:name="Pochette-box" style:family="table"><style:table-properties'
        ' style:rel-width="100%" table:align="margins"/></style:style>'
    )
    return content.replace("</office:automatic-styles>", f"{table}{cells}</office:automatic-styles>", 1)


def _cell(frame: Frame) -> str:
    borders = "".join(
        f' fo:border-{side}="{_border(frame, side)}"' for side in ("top", "left", "bottom", "right")
    )
    tint = f' fo:background-color="#{frame.tint}"' if frame.tint else ""
    room = _padding(frame)
    return (
        f'<style:table-cell-properties fo:padding-left="{room}pt" fo:padding-right="{room}pt"'
        f' fo:padding-top="0pt" fo:padding-bottom="0pt"{borders}{tint}/>'
    )


def _border(frame: Frame, side: str) -> str:
    width = frame.widths.get(side)
    return f"{width:g}pt solid #{frame.colour}" if width else "none"


def room_in(kind: str) -> float:
    """What the padding of a box takes of a line, in millimetres."""
    return 2 * _padding(FRAMES[kind]) * 25.4 / 72
