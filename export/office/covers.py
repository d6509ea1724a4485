"""Cover of an office file: theme, title, authors, date and classification on a page before the note."""

import html
import re
from typing import Final, TypeAlias
from xml.etree import ElementTree as ET

from export.note.brief import Brief
from export.note.labels import labels
from export.note.typography import typeset

STYLE: Final = "Pochette-cover"
# The ending of a line's style, and its words.
Line: TypeAlias = tuple[str, str]
_START: Final = {"docx": re.compile(r"<w:body>"), "odt": re.compile(r"<office:text\b[^>]*>")}
_WORD: Final = '<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr><w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p>'
_WRITER: Final = '<text:p text:style-name="{}">{}</text:p>'
_BREAK: Final = {
    "docx": f'<w:p><w:pPr><w:pStyle w:val="{STYLE}"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>',
    "odt": f'<text:p text:style-name="{STYLE}-end"/>',
}


def lines(brief: Brief) -> list[Line]:
    """What the cover says, each with the ending of its style."""
    copy = f"{labels(brief.lang)['copy']} {brief.copy_number:02d}" if brief.copy_number else ""
    said = [
        ("-kind", " · ".join(filter(None, (brief.kind or labels(brief.lang)["kind"], brief.theme)))),
        ("-title", brief.title),
        ("-deck", brief.deck),
        ("", ", ".join(brief.authors)),
        ("", brief.date),
        ("", " — ".join(filter(None, (copy, brief.recipient)))),
        ("-classification", brief.classification),
    ]
    return [(ending, typeset(text, brief.lang)) for ending, text in said if text]


def with_cover(form: str, xml: str, brief: Brief) -> str:
    """The text of a docx or an odt behind its cover."""
    line = _WORD if form == "docx" else _WRITER
    page = "".join(
        line.format(STYLE + ending, html.escape(text, quote=False)) for ending, text in lines(brief)
    )
    return _START[form].sub(lambda found: f"{found[0]}{page}{_BREAK[form]}", xml, count=1)


def uncovered(body: ET.Element, styles: dict[ET.Element, str]) -> None:
    """Without the paragraphs of a cover, whose words the note says too."""
    for paragraph, style in styles.items():
        if style.startswith(STYLE):
            body.remove(paragraph)
