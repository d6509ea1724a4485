"""The file formats of a note other than paper and the screen."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from export.dialect.callouts import KINDS
from export.files.plain import text
from export.files.webpage import webpage
from export.note.brief import Brief
from export.note.comments import check
from export.note.comments_file import section
from export.office.out import office
from export.office.pandoc import Run, directly

FORMS: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "epub": "application/epub+zip",
    "html": "text/html",
    "txt": "text/plain",
}
# Those with pages, which may have a cover.
COVERED: Final = frozenset({"docx", "odt", "epub"})
_BAR = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_BOX = re.compile(r" {0,3}(:{3,})[ \t]*(\w*)")

_WRITERS: Mapping[str, Callable[[Brief, Run], bytes]] = {
    "docx": lambda brief, pandoc: office("docx", _in_body(brief), pandoc),
    "odt": lambda brief, pandoc: office("odt", _in_body(brief), pandoc),
    "epub": lambda brief, pandoc: office("epub", _in_body(brief), pandoc),
    "html": lambda brief, _: webpage(brief).encode(),
    "txt": lambda brief, _: text(_in_body(brief)).encode(),
}


def write(form: str, brief: Brief, pandoc: Run = directly) -> bytes:
    """The brief in one of FORMS. Raises ExportError."""
    return _WRITERS[form](brief, pandoc)


def _in_body(brief: Brief) -> Brief:
    """With its comments as the last part of the text, each with the words it is about."""
    check(brief.threads)
    behind = section(brief.threads, brief.lang)
    return (
        replace(brief, body=f"{brief.body}\n{_ends(brief.body)}\n{behind}", threads=()) if behind else brief
    )


def _ends(body: str) -> str:
    """The lines that close a fence and a box which a text leaves open."""
    fence, box = "", ""
    for line in body.split("\n"):
        bar = _BAR.match(line)
        if fence:
            fence = "" if bar and bar[1].startswith(fence) and not bar[2].strip() else fence
        elif bar:
            fence = bar[1]
        elif (edge := _BOX.match(line)) and (edge[2] in KINDS or not edge[2]):
            box = edge[1] if edge[2] and not box else "" if not edge[2] else box
    return "".join(f"{end}\n" for end in (fence, box) if end)
