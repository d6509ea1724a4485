"""Cover of an e-book as a picture: readers show it on their shelves."""

import html
from collections.abc import Sequence
from typing import Final

from export.office.drawn import png_of_page
from export.office.styles import ACCENT, INK, SANS, SERIF, SOFT

# 1600 × 2400 dots of a page of 6 × 9 inches, as shops of books ask for.
_DPI: Final = 1600 / 6
_LONG, _LONGER = 60, 110
_STYLE: Final = f"""
@page {{ size: 6in 9in; margin: 0 }}
body {{ margin: 0; font-family: "{SANS}"; color: #{INK} }}
main {{ position: absolute; top: 0.9in; left: 0.7in; right: 0.7in; border-top: 5pt solid #{ACCENT} }}
p {{ margin: 0 0 0.14in; font-size: 15pt; line-height: 1.3; overflow-wrap: anywhere }}
.-kind {{ margin: 0.2in 0 1.2in; font-weight: 700; color: #{ACCENT} }}
.-kind {{ text-transform: uppercase; letter-spacing: 0.06em }}
.-title {{ font: 600 36pt/1.12 "{SERIF} Display", "{SERIF}"; margin-bottom: 0.3in }}
.long {{ font-size: 27pt }}
.longer {{ font-size: 20pt }}
.-deck {{ font-size: 18pt; color: #{SOFT}; margin-bottom: 0.5in }}
.-classification {{ font-weight: 700; color: #{ACCENT}; margin-top: 0.5in }}
"""


def book_cover(lines: Sequence[tuple[str, str]], lang: str) -> bytes:
    """A PNG; `lines` are those of export/office/covers.py."""
    said = "".join(f'<p class="{_look(name, text)}">{html.escape(text)}</p>' for name, text in lines)
    page = f'<html lang="{html.escape(lang)}"><style>{_STYLE}</style><main>{said}</main></html>'
    return png_of_page(page, _DPI)


def _look(name: str, text: str) -> str:
    if name != "-title" or len(text) <= _LONG:
        return name
    return f"{name} long" if len(text) <= _LONGER else f"{name} longer"
