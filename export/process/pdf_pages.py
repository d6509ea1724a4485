"""The pages of a printed PDF, their formats and headings, asked of a child."""

import json
from dataclasses import dataclass

from export.folder.serialize import joined


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfPage:
    """One page: millimetres, and the headings that stand on it."""

    width: float
    height: float
    headings: tuple[str, ...] = ()


def pages_job(pdf: bytes) -> bytes:
    """Inspect a PDF; the answer is read by `read_pages`."""
    return joined({"job": "pages"}, [pdf])


def read_pages(answer: bytes) -> tuple[PdfPage, ...]:
    return tuple(PdfPage(**{**one, "headings": tuple(one["headings"])}) for one in json.loads(answer))
