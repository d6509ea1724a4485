"""Paragraph styles of office files: one list for Word and Writer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from export.note.card import STRIP
from export.office.widths import ON_ITS_SIDE, SIZES, UPRIGHT

SERIF: Final = "Source Serif 4"
SANS: Final = "Source Sans 3"
MONO: Final = "Source Code Pro"
# What stands in where the house's faces are not installed.
STAND_INS: Final = {SERIF: "Cambria", SANS: "Calibri", MONO: "Consolas"}
# The line below the title: each part of it is a run in a style of its own, by which it is known again.
CARD: Final = ("kind", "theme", "status", *STRIP, "version", "classification")
# Endings of the names of styles of cells, for export/office/widths.py SIZES.
CELL_SIZES: Final = ("", "-small", "-smallest")
# Points between a table and what follows.
GAP: Final = 7
# A line of our faces in letters (1.37 of the serif, 1.33 of the other), and the closest that clips none.
_FACE_LINE, _LEAST_LINES = 1.35, 0.9
# Quotations in quotations have styles of their own, down to the last of these depths.
QUOTES: Final = (2, 3)
ACCENT, SOFT, INK, LINE = "1d3f72", "56606c", "16191d", "c6ccd4"
_TINT, _WARN, _WARN_TINT, _SAY, _SAY_TINT = "eef2f8", "8f3a16", "fbf1ea", "2f5d50", "edf4f1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """Sizes in points. `word` and `writer`: what pandoc calls it in docx and odt, empty where it has none.

    `line` is the height of a line in letters, as style sheets say it. `bar` is the colour of a rule at the
    left; `tab` is in millimetres, where what is at the right ends.
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
    line: float = 1.45
    indent: float = 0
    bar: str = ""
    side: str = "start"
    tab: float = 0
    keeps_next: bool = False
    is_ours: bool = False

    @property
    def lines(self) -> float:
        """The same as a part of a line as high as its face asks for."""
        return max(_LEAST_LINES, self.line / _FACE_LINE)


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


def _box(kind: str, colour: str, size: float = 10.5, face: str = SANS) -> tuple[Style, Style]:
    """Paragraphs of a box and its title; the ground and the rules are those of its cell (FRAMES)."""
    name = f"Pochette-{kind}"
    box = Style(word=name, writer=name, size=size, face=face, before=1, after=4, line=1.42, is_ours=True)
    title = Style(
        word=f"{name}-title",
        writer=f"{name}-title",
        size=9,
        face=SANS,
        colour=colour,
        is_bold=True,
        before=5,
        after=3,
        keeps_next=True,
        is_ours=True,
    )
    return box, title


def _cover(ending: str, size: float, face: str, colour: str, **more: Any) -> Style:
    name = f"Pochette-cover{ending}"
    return Style(word=name, writer=name, size=size, face=face, colour=colour, is_ours=True, **more)


def _cells(
    name: str, size: float, colour: str, *, is_bold: bool, keeps_next: bool = False
) -> tuple[Style, ...]:
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
            keeps_next=keeps_next,
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
    Style(word="Subtitle", writer="Subtitle", size=13, face=SANS, colour=SOFT, after=8, line=1.38),
    Style(word="Author", writer="Author", size=9.5, face=SANS, colour=SOFT, after=2),
    Style(word="Date", writer="Date", size=9.5, face=SANS, colour=SOFT, after=14),
    _heading(1, 16, 20, ACCENT),
    _heading(2, 13, 14, INK),
    _heading(3, 11.5, 11, INK),
    _heading(4, 11, 9, SOFT),
    Style(word="Block Text", writer="Quotations", size=11, is_italic=True, indent=14, bar=LINE, after=4),
    Style(word="footnote text", writer="Footnote", size=9, after=2, line=1.35),
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
    Style(
        word="Captioned Figure",
        writer="FigureWithCaption",
        size=9,
        before=6,
        after=3,
        line=1.35,
        side="center",
        keeps_next=True,
    ),
    Style(
        word="Image Caption", writer="FigureCaption", size=9, face=SANS, colour=SOFT, after=10, side="center"
    ),
    *(
        style
        for ending, size in zip(CELL_SIZES, SIZES, strict=True)
        for style in (
            *_cells(f"Pochette-cell{ending}", size, INK, is_bold=False),
            *_cells(f"Pochette-cell-head{ending}", min(size, 9), SOFT, is_bold=True),
        )
    ),
    *(
        Style(
            word=f"Pochette-quote-{depth}",
            writer=f"Pochette-quote-{depth}",
            size=11,
            is_italic=True,
            indent=14 * depth,
            bar=LINE,
            after=4,
            is_ours=True,
        )
        for depth in (1, *QUOTES)
    ),
    Style(
        word="Pochette-quote-next",
        writer="Pochette-quote-next",
        size=11,
        is_italic=True,
        indent=14,
        bar=LINE,
        before=8,
        after=4,
        is_ours=True,
    ),
    _cover("-kind", 12, SANS, SOFT, before=170, after=14),
    _cover("-title", 30, SERIF, INK, is_bold=True, line=1.12, after=14),
    _cover("-deck", 14, SANS, SOFT, after=26),
    _cover("", 11, SANS, INK, after=3),
    _cover("-classification", 11, SANS, ACCENT, is_bold=True, before=26),
    Style(
        word="Pochette-card", writer="Pochette-card", size=9, face=SANS, colour=SOFT, after=12, is_ours=True
    ),
    *(
        Style(
            word=f"Pochette-who{ending}",
            writer=f"Pochette-who{ending}",
            size=9.5,
            face=SANS,
            colour=SOFT,
            indent=14 * depth,
            after=4,
            bar=LINE,
            is_ours=True,
        )
        for depth, ending in ((1, ""), *((depth, f"-{depth}") for depth in QUOTES))
    ),
    Style(
        word="Pochette-chart-title",
        writer="Pochette-chart-title",
        size=9.5,
        face=SANS,
        is_bold=True,
        before=8,
        after=3,
        keeps_next=True,
        is_ours=True,
    ),
    Style(
        word="Pochette-chart",
        writer="Pochette-chart",
        size=9,
        after=4,
        line=1.35,
        keeps_next=True,
        is_ours=True,
    ),
    # All rows of a chart stay with its source.
    *_cells("Pochette-value", 8, INK, is_bold=False, keeps_next=True),
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
    *(
        Style(
            word=name, writer=name, size=8.5, face=SANS, colour=SOFT, after=0, line=1.2, tab=tab, is_ours=True
        )
        for what in ("head", "foot")
        for name, tab in ((f"Pochette-{what}", UPRIGHT), (f"Pochette-{what}-turned", ON_ITS_SIDE))
    ),
    Style(word="Pochette-gap", writer="Pochette-gap", size=4, after=GAP - 5, line=1.35, is_ours=True),
    *_box("retenir", ACCENT),
    *_box("chiffres", ACCENT),
    *_box("langage", _SAY, 12, SERIF),
    *_box("vigilance", _WARN),
    *_box("riposte", ACCENT),
    *_box("contexte", SOFT),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Of a box: its ground, empty for none, and its rules, in points by their sides."""

    colour: str
    tint: str = ""
    widths: Mapping[str, float] = field(default_factory=dict)


_AT_LEFT: Final = MappingProxyType({"left": 2.25})
_AROUND: Final = MappingProxyType(dict.fromkeys(("top", "left", "bottom", "right"), 0.5))
# As on paper (export/styles/callouts.css).
FRAMES: Final[Mapping[str, Frame]] = MappingProxyType(
    {
        "retenir": Frame(colour=ACCENT, tint=_TINT, widths=MappingProxyType({"top": 1.5})),
        "chiffres": Frame(colour=ACCENT),
        "langage": Frame(colour=_SAY, tint=_SAY_TINT, widths=_AT_LEFT),
        "vigilance": Frame(colour=_WARN, tint=_WARN_TINT, widths=_AT_LEFT),
        "riposte": Frame(colour=ACCENT, tint=_TINT, widths=_AT_LEFT),
        "contexte": Frame(colour=LINE, widths=_AROUND),
    }
)
