"""Corrections of pandoc's Word and Writer files: descriptions of pictures, lists, boxes, heads and feet."""

import html
import re
from collections.abc import Iterator
from typing import Any

from export.note.brief import Brief
from export.office.ast import Node
from export.office.boxes import with_boxes
from export.office.covers import with_cover
from export.office.margins import said
from export.office.marks import WHOLE
from export.office.numbers import counted_apart, indented
from export.office.odt_looks import looked
from export.office.rewritten import edited
from export.office.word_pages import with_first_page

_IMAGE = re.compile(r"<draw:image\b[^>]*?(?:/>|>.*?</draw:image>)", re.DOTALL)
# Pandoc writes the whole picture a second time where a name should stand.
_NAMED_BY_ITSELF = re.compile(r'descr="data:[^"]*"')
# Word draws the sign itself in another face. Source: ECMA-376, part 1, 17.3.3.18.
_TEXT_WITH_HYPHEN = re.compile(rf"<w:t(?: [^>]*)?>([^<]*{WHOLE}[^<]*)</w:t>")
# Where nothing is said, Writer leaves 3 mm.
_CLOSE = '<wp:inline distT="0" distB="0" distL="0" distR="0">'


def described(kind: str, made: bytes, tree: Node, brief: Brief) -> bytes:
    """An odt with cells apart and a description in each frame, in order; a docx that says each once.

    The lists of a docx count apart.
    Source: ODF 1.3, 10.4.2; ECMA-376, part 1, 20.4.2.8.
    """

    def finished(xml: str) -> str:
        return with_cover(kind, xml, brief) if brief.has_cover else xml

    if kind == "odt":
        told = _descriptions(tree["blocks"])
        made = edited(made, "styles.xml", lambda xml: said(xml, brief))
        return edited(made, "content.xml", lambda xml: finished(with_boxes(kind, looked(_told(xml, told)))))
    for margin in ("word/header", "word/footer"):
        made = edited(made, margin, lambda xml: said(xml, brief))
    return edited(made, "word/", lambda xml: finished(with_boxes(kind, _put_right(xml))))


def _told(xml: str, said: Iterator[str]) -> str:
    return _IMAGE.sub(lambda one: _with(one[0], next(said, "")), xml)


def _put_right(xml: str) -> str:
    if "<w:document " in xml:
        xml = with_first_page(xml)
    right = _NAMED_BY_ITSELF.sub('descr=""', xml).replace("<wp:inline>", _CLOSE)
    right = _TEXT_WITH_HYPHEN.sub(_with_hyphens, right)
    return indented(counted_apart(right)) if "<w:abstractNum " in right else right


def _with_hyphens(run: re.Match[str]) -> str:
    between = '</w:t><w:noBreakHyphen/><w:t xml:space="preserve">'
    return f'<w:t xml:space="preserve">{run[1].replace(WHOLE, between)}</w:t>'


def _with(image: str, said: str) -> str:
    return f"{image}<svg:desc>{html.escape(said, quote=False)}</svg:desc>" if said else image


def _descriptions(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("t") == "Image":
            yield _words(value["c"][1])
        else:
            yield from _descriptions(value.get("c"))
    elif isinstance(value, list):
        for inside in value:
            yield from _descriptions(inside)


def _words(inlines: list[Node]) -> str:
    return "".join(node["c"] if node["t"] == "Str" else " " for node in inlines)
