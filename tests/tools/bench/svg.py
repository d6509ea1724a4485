"""A few shapes for plots, as SVG that is readable on light and dark pages; colours are names, not values."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Final

_STYLE: Final = """
    text { font: 12px system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; fill: #615b51 }
    .title { font-size: 13px; font-weight: 600; fill: #1f1d1a }
    .strong { font-weight: 600; fill: #1f1d1a }
    .small { font-size: 11px }
    .accent { fill: #1d4ed8 } .first { fill: #b98a55 } .second { fill: #8b8172 } .third { fill: #c4bcae }
    .fourth { fill: #e0d9cc }
    .axis { stroke: #ded7ca; stroke-width: 1 }
    .mark { stroke: #1f1d1a; stroke-width: 1.5; stroke-dasharray: 3 2 }
    .curve { fill: none; stroke: #1d4ed8; stroke-width: 2; stroke-linejoin: round }
    @media (prefers-color-scheme: dark) {
      text { fill: #a9a297 }
      .title, .strong { fill: #ece8e0 }
      .accent { fill: #8fb0ff } .first { fill: #c79a66 } .second { fill: #8a8277 } .third { fill: #4d4943 }
      .fourth { fill: #3a3733 }
      .axis { stroke: #34312d }
      .mark { stroke: #ece8e0 }
      .curve { stroke: #8fb0ff }
    }
"""


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the picture, in its units."""

    x: float
    y: float
    width: float
    height: float


def picture(width: float, height: float, about: str, shapes: Iterable[str]) -> str:
    """A whole file; `about` is its text alternative."""
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}" role="img">',
            f"  <title>{escape(about)}</title>",
            f"  <style>{_STYLE}  </style>",
            *(f"  {shape}" for shape in shapes),
            "</svg>",
            "",
        ]
    )


def text(x: float, y: float, words: str, kind: str = "", *, anchor: str = "start") -> str:
    """`y` is the line that the letters stand on."""
    named = f' class="{kind}"' if kind else ""
    turned = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{_n(x)}" y="{_n(y)}"{named}{turned}>{escape(words)}</text>'


def bar(box: Box, kind: str) -> str:
    return (
        f'<rect x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(max(box.width, 1))}"'
        f' height="{_n(box.height)}" rx="2" class="{kind}"/>'
    )


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" class="{kind}"/>'


def curve(points: Iterable[tuple[float, float]], kind: str = "curve") -> str:
    way = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
    return f'<polyline points="{way}" class="{kind}"/>'


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
