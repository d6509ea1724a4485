"""Margins of the text area: where a printer puts text, by its form and by how a page stands."""

from dataclasses import dataclass

MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Margins:
    """In millimetres."""

    top: float
    right: float
    bottom: float
    left: float


@dataclass(frozen=True, slots=True)
class Area:
    """In points from the head and the left edge of a page."""

    top: float
    right: float
    bottom: float
    left: float

    @property
    def high(self) -> float:
        return self.bottom - self.top

    @property
    def wide(self) -> float:
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class Margined:
    """Margins of pages that stand upright, and of those that lie on their side."""

    upright: Margins
    lying: Margins

    def area(self, width: float, height: float) -> Area:
        margins = self.lying if width > height else self.upright
        return Area(
            margins.top * MM, width - margins.right * MM, height - margins.bottom * MM, margins.left * MM
        )


def _all(top: float, right: float, bottom: float, left: float) -> Margined:
    return Margined(Margins(top, right, bottom, left), Margins(top, right, bottom, left))


_NOTE = Margined(Margins(20, 50, 24, 24), Margins(20, 24, 24, 24))
# As the style sheets of export/styles say; in the pocket the sides change places.
FORMS = {
    "note": _NOTE,
    "large": _all(20, 20, 30, 20),
    # Its pages are those of the pocket, two on a side: here it is what stands in the edge that counts.
    "booklet": _all(10, 10, 10, 10),
    "pocket": Margined(Margins(14, 13, 17, 13), Margins(14, 14, 17, 14)),
    "pochette": _NOTE,
    "pochette-large": _all(20, 20, 37, 20),
}
# Of other printers, as peers.py starts them: pandoc's own, but for LaTeX and Chromium.
PEERS = {
    "latex": _all(25, 25, 25, 25),
    "typst": _all(31.75, 31.75, 31.75, 31.75),
    # An inch, and a foot in it.
    "libreoffice": _all(25.4, 25.4, 36, 25.4),
    "chromium": _all(20, 20, 20, 20),
}
