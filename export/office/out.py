"""A brief as a Word, Writer or e-book file."""

import json
from typing import Any

from export.note.brief import Brief
from export.note.dates import iso_date
from export.office.book import Book, bound
from export.office.book_cover import book_cover
from export.office.charts import drawn_in_dots, drawn_in_points
from export.office.covers import lines
from export.office.descriptions import described
from export.office.marks import whole
from export.office.pandoc import Run, directly, run
from export.office.sheets import sheet
from export.office.tree import document


def office(kind: str, brief: Brief, pandoc: Run = directly) -> bytes:
    """`kind` is docx, odt or epub; the same brief gives the same bytes. Raises ExportError."""
    tree = document(brief, drawn_in_points if kind == "epub" else drawn_in_dots)
    if kind == "epub":
        cover = book_cover(lines(brief), brief.lang) if brief.has_cover else b""
        about = Book(title=brief.title, lang=brief.lang, date=iso_date(brief.date, brief.lang), cover=cover)
        return bound(tree, about, brief.printed_at, pandoc)
    _keep_figures_whole(tree["blocks"])
    if not brief.has_title:  # it would stand above its own words
        del tree["meta"]["title"]
    beside = [(f"reference.{kind}", sheet(kind, pandoc))]
    options = ["--from=json", f"--to={kind}", f"--reference-doc=reference.{kind}"]
    epoch = int(brief.printed_at.timestamp())
    made = run(json.dumps(tree).encode(), *options, beside=beside, epoch=epoch, by=pandoc)
    return described(kind, made, tree, brief)


def _keep_figures_whole(blocks: Any) -> None:
    """No narrow cell ends a line between the years of *1996-2000*; in a book this hides them from search."""
    if isinstance(blocks, list):
        for inside in blocks:
            _keep_figures_whole(inside)
    elif isinstance(blocks, dict):
        if blocks["t"] == "Str":
            blocks["c"] = whole(blocks["c"])
        else:
            _keep_figures_whole(blocks.get("c"))
