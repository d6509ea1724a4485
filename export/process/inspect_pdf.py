"""Inspects a printed PDF in the child: the formats of its pages, or one of them as a picture."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

import pypdfium2

from export.folder.serialize import split
from export.note import raster
from export.process.pdf_pages import PdfPage

_MOST_HEADINGS: Final = 6
_MOST_CHARACTERS: Final = 80
# PDF counts in points.
_MM_A_POINT: Final = 25.4 / 72


def do(message: bytes) -> bytes:
    """Inspect a PDF, or draw a page of it. Raises IndexError, ValueError."""
    head, (pdf,) = split(message)
    match head["job"]:
        case "pages":
            return json.dumps([asdict(page) for page in _read(pdf)]).encode()
        case "picture":
            return raster.picture(pdf, head["number"], width=head["width"])
        case other:
            raise ValueError(f"expected a job of a printed file, got {other}")


def _read(pdf: bytes) -> Sequence[PdfPage]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        headings: dict[int, list[str]] = {}
        for bookmark in document.get_toc():
            if (page := _page_of(bookmark)) is not None:
                headings.setdefault(page, []).append(_short(bookmark.get_title()))
        sizes = [document.get_page_size(number) for number in range(len(document))]
        return [
            PdfPage(
                width=round(width * _MM_A_POINT, 1),
                height=round(height * _MM_A_POINT, 1),
                headings=tuple(headings.get(number, ())[:_MOST_HEADINGS]),
            )
            for number, (width, height) in enumerate(sizes)
        ]
    finally:
        document.close()


def _page_of(bookmark: Any) -> int | None:
    there = bookmark.get_dest()
    return None if there is None else there.get_index()


def _short(title: str) -> str:
    return title if len(title) <= _MOST_CHARACTERS else title[:_MOST_CHARACTERS].rstrip() + "…"
