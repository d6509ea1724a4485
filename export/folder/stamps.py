"""Stamps on bound pages: continuous numbers, codes, thumb tabs, and the name of the copy.

They are known only when all notes are, so they are drawn over finished pages, as artifacts (ISO 32000-1,
14.8.2.2): a screen reader does not say them, and no note is laid out again because another one grew.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from export.folder.folder import COLOURS, Folder
from export.note.faces import FONTS
from export.note.formats import Format
from export.paper import artifacts, page_codes
from export.paper.streams import stream_of

MM = 72 / 25.4
_UNITS = 1000
_INK = "0.086 0.098 0.114 rg"
_SOFT = "0.337 0.376 0.424 rg"
_NOT_FOR_FIGURES = ("GPOS", "GSUB", "GDEF", "BASE", "DSIG", "STAT")
_TABS = 9
# Printers leave so much of the edge white: the number of a tab stands further inside.
_UNREACHED, _INSIDE, _WIDEST = 6.6 * MM, 0.9 * MM, "00"
_A5, _A5_TAB = 150 * MM, 10.0
_BASIC = 0xFFFF
_A_BLOCK = 100


class Face:
    """A subset of one face in a PDF, for the characters that will be stamped."""

    def __init__(self, pdf: Pdf, file: str, characters: Iterable[str]) -> None:
        font = TTFont(FONTS / file, recalcTimestamp=False)
        for table in _NOT_FOR_FIGURES:  # reading them costs more than all the rest of a pochette
            if table in font:
                del font[table]
        options = subset.Options(layout_features=[], hinting=False, name_IDs=[], notdef_outline=True)
        options.recalc_timestamp = False
        cutter = subset.Subsetter(options)
        cutter.populate(text="".join(sorted(set(characters))))
        cutter.subset(font)
        self._scale = _UNITS / font["head"].unitsPerEm
        self._glyphs: dict[int, int] = {
            code: font.getGlyphID(name) for code, name in font.getBestCmap().items()
        }
        order = font.getGlyphOrder()
        self._widths: list[float] = [font["hmtx"][name][0] * self._scale for name in order]
        self.font = self._embed(pdf, font, f"POCHET+{file.removesuffix('.ttf')}")

    def width(self, text: str, size: float) -> float:
        return sum(self._widths[self._glyph(character)] for character in text) * size / _UNITS

    def hex(self, text: str) -> str:
        return "<" + "".join(f"{self._glyph(character):04x}" for character in text) + ">"

    def _glyph(self, character: str) -> int:
        return self._glyphs.get(ord(character), 0)

    def _embed(self, pdf: Pdf, font: TTFont, name: str) -> pikepdf.Object:
        out = io.BytesIO()
        font.save(out, reorderTables=None)
        head, metrics = font["head"], font["OS/2"]
        box = [head.xMin, head.yMin, head.xMax, head.yMax]
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name(f"/{name}"),
            Flags=4,
            FontBBox=Array([round(value * self._scale) for value in box]),
            ItalicAngle=0,
            Ascent=round(font["hhea"].ascent * self._scale),
            Descent=round(font["hhea"].descent * self._scale),
            CapHeight=round(getattr(metrics, "sCapHeight", 660) * self._scale),
            StemV=80,
            FontFile2=stream_of(pdf, out.getvalue(), Length1=len(out.getvalue())),
        )
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name(f"/{name}"),
            CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
            FontDescriptor=pdf.make_indirect(descriptor),
            CIDToGIDMap=Name.Identity,
            DW=0,
            W=Array([0, Array([round(width) for width in self._widths])]),
        )
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=Name(f"/{name}"),
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([pdf.make_indirect(descendant)]),
                ToUnicode=self._to_unicode(pdf),
            )
        )

    def _to_unicode(self, pdf: Pdf) -> Stream:
        known = [(glyph, code) for code, glyph in sorted(self._glyphs.items()) if code <= _BASIC]
        blocks = "".join(_bfchars(known[at : at + _A_BLOCK]) for at in range(0, len(known), _A_BLOCK))
        return stream_of(
            pdf,
            (
                "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
                f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{blocks}endcmap end end"
            ).encode(),
        )


def _bfchars(known: Sequence[tuple[int, int]]) -> str:
    lines = "".join(f"<{glyph:04x}> <{code:04x}>\n" for glyph, code in known)
    return f"{len(known)} beginbfchar\n{lines}endbfchar\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Foot:
    """Sizes and places at the foot of a page, in points: of the first of its lines, and from line to line.

    The last two lengths are those of a page for a ring binder (`export/styles/holes-note.css`).
    """

    left: float
    right: float
    up: float
    down: float
    number: float
    words: float
    tab: float
    left_bound: float
    up_on_side: float
    colour: str = _SOFT

    def bound(self, *, is_on_its_side: bool) -> "Foot":
        """Where a ring binder holds the sheet."""
        return replace(self, up=self.up_on_side) if is_on_its_side else replace(self, left=self.left_bound)


FEET: Final = {
    Format.NOTE: Foot(
        left=24 * MM,
        right=186 * MM,
        up=14.9 * MM,
        down=3.7 * MM,
        number=9.0,
        words=8.1,
        tab=13.0,
        left_bound=29 * MM,
        up_on_side=24.9 * MM,
    ),
    Format.LARGE: Foot(
        left=20 * MM,
        right=190 * MM,
        up=26.9 * MM,
        down=7.05 * MM,
        number=16.0,
        words=16.0,
        tab=16.0,
        left_bound=20 * MM,
        up_on_side=41.9 * MM,
        colour=_INK,
    ),
}


def number(face: Face, text: str, foot: Foot, *, right: float) -> str:
    """`3 / 22`, ending `right` points from the left edge of the page."""
    return _text(face, "Numbers", text, foot.number, right - face.width(text, foot.number), foot.up, _INK)


def line(face: Face, text: str, foot: Foot, *, right: float, below: int = 1) -> str:
    """Small words for the foot of the page, below so many of its lines; smaller where there is no room."""
    size = min(foot.words, (right - foot.left) / face.width(text, 1.0))
    return _text(face, "Words", text, size, foot.left, foot.up - below * foot.down, foot.colour)


def code(folder: Folder, number: int, page: page_codes.Text) -> str:
    """The QR code of a page, where a note that is printed alone has it: pochettes are not for the pocket."""
    if not folder.pages_url:
        return ""
    address = page_codes.address(folder.pages_url, number)
    return artifacts.marked(page_codes.commands(address, Format.NOTE, page), "Pagination") + "\n"


def tab(
    face: Face, count: int, colour: int, *, width: float, height: float, is_left: bool, size: float
) -> str:
    """The thumb tab of a note on the outer edge of a page of `width` × `height` points."""
    size = min(size, _A5_TAB) if width < _A5 else size
    number = face.width(_WIDEST, size)
    text, broad, high = str(count), _UNREACHED + number + _INSIDE, 22 * MM
    top = height - (26 + (count - 1) % _TABS * 27) * MM
    left = 0.0 if is_left else width - broad
    red, green, blue = (int(COLOURS[colour - 1][at : at + 2], 16) / 255 for at in (1, 3, 5))
    first = left + (_UNREACHED if is_left else _INSIDE)
    middle = first + (number - face.width(text, size)) / 2
    return (
        f"/Artifact <</Type /Layout>> BDC q {red:.3f} {green:.3f} {blue:.3f} rg"
        f" {left:.2f} {top - high:.2f} {broad:.2f} {high:.2f} re f"
        f" 1 1 1 rg BT /Numbers {size} Tf 1 0 0 1 {middle:.2f} {top - high / 2 - size / 3:.2f} Tm"
        f" {face.hex(text)} Tj ET Q EMC\n"
    )


def _text(face: Face, font: str, text: str, size: float, left: float, up: float, colour: str) -> str:
    return (
        f"/Artifact <</Type /Pagination>> BDC q {colour} BT /{font} {size} Tf"
        f" 1 0 0 1 {left:.2f} {up:.2f} Tm {face.hex(text)} Tj ET Q EMC\n"
    )
