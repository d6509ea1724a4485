"""Corrections of pandoc's files: descriptions of pictures, numbering of lists, dates of e-books."""

import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from export.office.ast import Node
from export.office.numbers import counted_apart

_IMAGE = re.compile(r"<draw:image\b[^>]*?(?:/>|>.*?</draw:image>)", re.DOTALL)
# Pandoc writes the whole picture a second time where a name should stand.
_NAMED_BY_ITSELF = re.compile(r'descr="data:[^"]*"')
_DATE = re.compile(r"(<dc:date\b[^>]*>)[^<]*(</dc:date>)")
# Cells of Writer's files touch each other; those of Word's do not.
_CELL = re.compile(r"(<style:table-cell-properties\b)")
_PADDING = 'fo:padding-left="0mm" fo:padding-right="3.5mm"'
# Where nothing is said, Writer leaves 3 mm.
_CLOSE = '<wp:inline distT="0" distB="0" distL="0" distR="0">'


def described(kind: str, made: bytes, tree: Node) -> bytes:
    """An odt with cells apart and a description in each frame, in order; a docx that says each once.

    The lists of a docx count apart.
    Source: ODF 1.3, 10.4.2; ECMA-376, part 1, 20.4.2.8.
    """
    if kind == "odt":
        said = _descriptions(tree["blocks"])
        return _edited(made, "content.xml", lambda xml: _spaced(xml, said))
    return _edited(made, "word/", _put_right)


def dated(made: bytes, date: str) -> bytes:
    """An e-book whose metadata say the date as ISO 8601, or none. Source: EPUB 3.3, 5.5.4 (dc:date).

    Pandoc leaves the element empty for a date that it cannot read, a French one.
    """
    return _edited(
        made,
        "EPUB/content.opf",
        lambda opf: _DATE.sub(lambda one: f"{one[1]}{date}{one[2]}" if date else "", opf),
    )


def _spaced(xml: str, said: Iterator[str]) -> str:
    xml = _IMAGE.sub(lambda one: _with(one[0], next(said, "")), xml)
    return _CELL.sub(rf"\1 {_PADDING} ", xml)


def _put_right(xml: str) -> str:
    right = _NAMED_BY_ITSELF.sub('descr=""', xml).replace("<wp:inline>", _CLOSE)
    return counted_apart(right) if "<w:abstractNum " in right else right


def _edited(made: bytes, start: str, edit: Callable[[str], str]) -> bytes:
    """With each XML part whose name starts so changed."""
    source, out = zipfile.ZipFile(io.BytesIO(made)), io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            is_text = entry.filename.startswith(start) and entry.filename.endswith((".xml", ".opf"))
            target.writestr(entry, edit(content.decode()).encode() if is_text else content)
    return out.getvalue()


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
