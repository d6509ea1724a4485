"""Paragraph styles of office files: one list for Word and Writer."""

from dataclasses import dataclass
from typing import Final

from export.note.card import STRIP
from export.office.widths import SIZES

SERIF: Final = "Source Serif 4"
SANS: Final = "Source Sans 3"
MONO: Final = "Source Code Pro"
# What stands in where the house's faces are not installed.
STAND_INS: Final = {SERIF: "Cambria", SANS: "Calibri", MONO: "Consolas"}
# The line below the title: each part of it is a run in a style of its own, by which it is known again.
CARD: Final = ("kind", "theme", "status", *STRIP, "version", "classification")
# Endings of the names of styles of cells, for export/office/widths.py SIZES.
CELL_SIZES: Final = ("", "-small", "-smallest")
ACCENT, SOFT, INK, LINE = "1d3f72", "56606c", "16191d", "c6ccd4"
_TINT, _WARN, _WARN_TINT, _SAY, _SAY_TINT = "eef2f8", "8f3a16", "fbf1ea", "2f5d50", "edf4f1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """Sizes in points. `word` and `writer`: what pandoc calls it in docx and odt, empty where it has none.

    `bar` is the colour of a rule at the left, `tint` that of the ground.
    """

    word: str
    writer: str
    size: float
    parent: str = ""
    face: str = SERIF
    colour: str = INK
    is_bold: bool = False
    is_italic: bool = False
    before: float = 0
    after: float = 6
    line: float = 1.35
    indent: float = 0
    bar: str = ""
    tint: str = ""
    side: str = "start"
    keeps_next: bool = False
    is_ours: bool = False


def _heading(level: int, size: float, before: float, colour: str) -> Style:
    return Style(
        word=f"heading {level}",
        writer=f"Heading {level}",
        size=size,
        face=SANS,
        colour=colour,
        is_bold=True,
        before=before,
        after=4,
        line=1.15,
        keeps_next=True,
    )


def _box(kind: str, colour: str, tint: str, size: float = 10.5, face: str = SANS) -> tuple[Style, Style]:
    name = f"Pochette-{kind}"
    box = Style(
        word=name,
        writer=name,
        size=size,
        face=face,
        after=0,
        indent=8,
        bar=colour,
        tint=tint,
        line=1.3,
        is_ours=True,
    )
    title = Style(
        word=f"{name}-title",
        writer=f"{name}-title",
        size=9,
        face=SANS,
        colour=colour,
        is_bold=True,
        before=12,
        after=0,
        indent=8,
        bar=colour,
        tint=tint,
        keeps_next=True,
        is_ours=True,
    )
    return box, title


def _cells(name: str, size: float, colour: str, *, is_bold: bool) -> tuple[Style, ...]:
    return tuple(
        Style(
            word=name + ending,
            writer=name + ending,
            size=size,
            face=SANS,
            colour=colour,
            is_bold=is_bold,
            before=2,
            after=2,
            line=1.2,
            side=side,
            is_ours=True,
        )
        for ending, side in (("", "start"), ("-right", "end"), ("-center", "center"))
    )


STYLES: Final[tuple[Style, ...]] = (
    Style(word="Normal", writer="Standard", size=11, after=0),
    Style(word="Body Text", writer="Text body", size=11, parent="Normal", after=7),
    Style(word="First Paragraph", writer="First paragraph", size=11, parent="Body Text", after=7),
    Style(word="Compact", writer="", size=11, parent="Body Text", after=2),
    Style(word="Title", writer="Title", size=25, is_bold=True, after=6, line=1.1, keeps_next=True),
    Style(word="Subtitle", writer="Subtitle", size=13, face=SANS, colour=SOFT, after=8, line=1.3),
    Style(word="Author", writer="Author", size=9.5, face=SANS, colour=SOFT, after=2),
    Style(word="Date", writer="Date", size=9.5, face=SANS, colour=SOFT, after=14),
    _heading(1, 16, 20, ACCENT),
    _heading(2, 13, 14, INK),
    _heading(3, 11.5, 11, INK),
    _heading(4, 11, 9, SOFT),
    Style(word="Block Text", writer="Quotations", size=11, is_italic=True, indent=14, bar=LINE, after=4),
    Style(word="footnote text", writer="Footnote", size=9, after=2, line=1.25),
    Style(
        word="Definition Term",
        writer="Definition Term",
        size=11,
        is_bold=True,
        before=6,
        after=1,
        keeps_next=True,
    ),
    Style(word="Definition", writer="Definition Definition", size=11, indent=14, after=5),
    Style(
        word="Table Caption",
        writer="TableCaption",
        size=9.5,
        face=SANS,
        is_bold=True,
        before=8,
        after=3,
        keeps_next=True,
    ),
    Style(word="Image Caption", writer="FigureCaption", size=9, face=SANS, colour=SOFT, after=10),
    *(
        style
        for ending, size in zip(CELL_SIZES, SIZES, strict=True)
        for style in (
            *_cells(f"Pochette-cell{ending}", size, INK, is_bold=False),
            *_cells(f"Pochette-cell-head{ending}", min(size, 9), SOFT, is_bold=True),
        )
    ),
    Style(
        word="Pochette-card", writer="Pochette-card", size=9, face=SANS, colour=SOFT, after=12, is_ours=True
    ),
    Style(
        word="Pochette-who",
        writer="Pochette-who",
        size=9.5,
        face=SANS,
        colour=SOFT,
        indent=14,
        bar=LINE,
        is_ours=True,
    ),
    Style(
        word="Pochette-source",
        writer="Pochette-source",
        size=8.5,
        face=SANS,
        colour=SOFT,
        before=3,
        after=10,
        is_ours=True,
    ),
    *_box("retenir", ACCENT, _TINT),
    *_box("chiffres", ACCENT, ""),
    *_box("langage", _SAY, _SAY_TINT, 12, SERIF),
    *_box("vigilance", _WARN, _WARN_TINT),
    *_box("riposte", ACCENT, _TINT),
    *_box("contexte", SOFT, ""),
)
