"""A brief as a Word, Writer or e-book file."""

import hashlib
import json
from importlib.resources import files
from uuid import UUID

from export.note.brief import Brief
from export.note.dates import iso_date
from export.office.ast import element
from export.office.descriptions import dated, described
from export.office.pandoc import Run, directly, run
from export.office.sheets import sheet
from export.office.tree import document


def office(kind: str, brief: Brief, pandoc: Run = directly) -> bytes:
    """`kind` is docx, odt or epub; the same brief gives the same bytes. Raises ExportError."""
    tree = document(brief)
    options = ["--from=json", f"--to={kind}"]
    beside: list[tuple[str, bytes]] = []
    if kind == "epub":
        digest = hashlib.sha256(json.dumps(tree, sort_keys=True).encode()).digest()
        tree["meta"]["identifier"] = element("MetaString", UUID(bytes=digest[:16], version=4).urn)
        # In its sandbox pandoc reads no style sheet from a file, but takes one with the text.
        style = (files("export") / "office" / "book.css").read_text("utf-8")
        head = element("RawBlock", "html", f"<style>\n{style}</style>")
        tree["meta"]["header-includes"] = element("MetaBlocks", [head])
        options.append("--split-level=1")
    else:
        if not brief.has_title:  # it would stand above its own words
            del tree["meta"]["title"]
        beside.append((f"reference.{kind}", sheet(kind, pandoc)))
        options.append(f"--reference-doc=reference.{kind}")
    epoch = int(brief.printed_at.timestamp())
    made = run(json.dumps(tree).encode(), *options, beside=beside, epoch=epoch, by=pandoc)
    return dated(made, iso_date(brief.date, brief.lang)) if kind == "epub" else described(kind, made, tree)
