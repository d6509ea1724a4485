"""An e-book of pandoc's tree, with what pandoc's lack: a date that readers know, and a cover."""

import hashlib
import html
import json
import re
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Final
from uuid import UUID

from export.office.ast import Node, element
from export.office.pandoc import Run, run
from export.office.rewritten import edited

_DATE: Final = re.compile(r"(<dc:date\b[^>]*>)[^<]*(</dc:date>)")
_PAGE: Final = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"
 lang="{lang}" xml:lang="{lang}">
<head><meta charset="utf-8" /><title>{title}</title>
<style>body {{ margin: 0; text-align: center }} img {{ max-width: 100%; max-height: 100vh }}</style></head>
<body epub:type="cover"><img src="../media/cover.png" alt="{title}" role="doc-cover" /></body>
</html>
"""
_HEADING: Final = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_NAMED: Final = re.compile(r"<title>ch\d+\.xhtml</title>")
_CALL: Final = re.compile(r"<a\b[^>]*noteref.*?</a>", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]*>")
_ITEMS: Final = (
    '<item id="cover_xhtml" href="text/cover.xhtml" media-type="application/xhtml+xml" />'
    '<item id="cover_png" href="media/cover.png" media-type="image/png" properties="cover-image" />'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """`date` is ISO 8601, or empty; `cover` a PNG, empty for none; `depth` that of its list of headings."""

    title: str
    lang: str
    date: str = ""
    cover: bytes = b""
    depth: int = 3


def bound(tree: Node, about: Book, at: datetime, pandoc: Run) -> bytes:
    """A chapter for each heading of level 1; the same tree gives the same bytes. Raises ExportError."""
    digest = hashlib.sha256(json.dumps(tree, sort_keys=True).encode()).digest()
    tree["meta"]["identifier"] = element("MetaString", UUID(bytes=digest[:16], version=4).urn)
    # In its sandbox pandoc reads no style sheet from a file, but takes one with the text.
    style = (files("export") / "office" / "book.css").read_text("utf-8")
    head = element("RawBlock", "html", f"<style>\n{style}</style>")
    tree["meta"]["header-includes"] = element("MetaBlocks", [head])
    options = ("--from=json", "--to=epub", "--split-level=1", f"--toc-depth={about.depth}")
    made = run(json.dumps(tree).encode(), *options, epoch=int(at.timestamp()), by=pandoc)
    return _finished(made, about)


def _finished(made: bytes, book: Book) -> bytes:
    """With its date and its cover. Sources: EPUB 3.3, 5.5.4 (dc:date), 5.6.2 (cover-image).

    Pandoc leaves the element empty for a date that it cannot read, a French one, and its sandbox reads no
    cover from a file.
    """

    def about(opf: str) -> str:
        opf = _DATE.sub(lambda one: f"{one[1]}{book.date}{one[2]}" if book.date else "", opf)
        return _with_cover(opf) if book.cover else opf

    made = edited(made, "EPUB/text/", _titled)
    page = _PAGE.format(title=html.escape(book.title), lang=html.escape(book.lang)).encode()
    parts = {"EPUB/text/cover.xhtml": page, "EPUB/media/cover.png": book.cover}
    return edited(made, "EPUB/content.opf", about, added=parts if book.cover else None)


def _titled(chapter: str) -> str:
    """A chapter by the name of its heading, which pandoc's has by that of its file."""
    heading = _HEADING.search(chapter)
    if heading is None:
        return chapter
    said = " ".join(_TAG.sub("", _CALL.sub("", heading[1])).split())
    return _NAMED.sub(lambda _: f"<title>{said}</title>", chapter, count=1) if said else chapter


def _with_cover(opf: str) -> str:
    opf = opf.replace("</metadata>", '<meta name="cover" content="cover_png" /></metadata>', 1)
    opf = opf.replace("</manifest>", f"{_ITEMS}</manifest>", 1)
    return re.sub(r"(<spine\b[^>]*>)", r'\1<itemref idref="cover_xhtml" />', opf, count=1)
