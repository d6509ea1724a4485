"""Head and foot of the pages of office files: title, classification, page of pages.

The reference document has names in the place of the words, which `said` puts in; the first page says its
title below, so its head has the classification alone.
"""

import html
import re
from collections.abc import Mapping
from typing import Final

from export.note.brief import Brief
from export.note.typography import typeset

HEAD, FOOT = "Pochette-head", "Pochette-foot"
# Endings of the parts and styles of the first page, and of pages on their side.
FIRST, TURNED = "-first", "-turned"
_TITLE, _CLASS = "POCHETTE-TITLE", "POCHETTE-CLASSIFICATION"
_NAME: Final = re.compile(f"{_TITLE}|{_CLASS}")
_MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TAB: Final = "<w:r><w:tab/></w:r>"
# Longer titles are cut: the head is one line.
_LONGEST: Final = 90


def said(xml: str, brief: Brief) -> str:
    """A head or foot with the words of a note."""
    title = typeset(brief.title, brief.lang) if brief.has_title else ""
    short = title if len(title) <= _LONGEST else f"{title[:_LONGEST].rpartition(' ')[0]}…"
    words = {_TITLE: short, _CLASS: typeset(brief.classification, brief.lang)}
    return _NAME.sub(lambda found: html.escape(words[found[0]], quote=False), xml)


def word_parts() -> Mapping[str, str]:
    """The parts by their names: of the first page, of pages on their side, and of the others."""
    classified = _TAB + _run(_CLASS, is_bold=True)
    count = _TAB + _field("PAGE") + _run(" / ") + _field("NUMPAGES")
    parts = {}
    for ending in ("", FIRST, TURNED):
        on = ending if ending == TURNED else ""
        title = "" if ending == FIRST else _run(_TITLE)
        parts[f"header{ending}"] = _part("hdr", HEAD + on, title + classified)
        parts[f"footer{ending}"] = _part("ftr", FOOT + on, _run(_CLASS, is_bold=True) + count)
    return parts


def _part(kind: str, style: str, runs: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:{kind} xmlns:w="{_MAIN}" xmlns:r="{_RELATION}"><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f"{runs}</w:p></w:{kind}>"
    )


def _run(text: str, *, is_bold: bool = False) -> str:
    look = "<w:rPr><w:b/><w:bCs/></w:rPr>" if is_bold else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def _field(code: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    asked = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return mark.format("begin") + asked + mark.format("separate") + _run("1") + mark.format("end")


def writer_margins(*, turned: str = "") -> str:
    """Inside a kind of page; `turned` is the ending of the styles where it is on its side."""
    classified = f'<text:span text:style-name="Pochette-strong">{_CLASS}</text:span>'
    count = (
        '<text:page-number text:select-page="current">1</text:page-number> / '
        "<text:page-count>1</text:page-count>"
    )
    head, foot = (f'<text:p text:style-name="{name}{turned}">' for name in (HEAD, FOOT))
    footer = f"{foot}{classified}<text:tab/>{count}</text:p>"
    first = (
        "" if turned else f"<style:header-first>{head}<text:tab/>{classified}</text:p></style:header-first>"
    )
    first_foot = "" if turned else f"<style:footer-first>{footer}</style:footer-first>"
    return (
        f"<style:header>{head}{_TITLE}<text:tab/>{classified}</text:p></style:header>{first}"
        f"<style:footer>{footer}</style:footer>{first_foot}"
    )
