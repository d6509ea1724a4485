"""A contact sheet: all pages of a print beside each other, in rows."""

from pathlib import Path

import pypdfium2
from PIL import Image

_BETWEEN = 12


def contact_sheet(pdf: bytes, path: Path, *, width: int = 560, across: int = 4) -> None:
    """A PNG; pages on their side are as wide as the others."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.render(scale=width / page.get_width()).to_pil().convert("RGB") for page in document]
    rows = [pages[at : at + across] for at in range(0, len(pages), across)]
    heights = [max(page.height for page in row) + _BETWEEN for row in rows]
    wide = max(len(row) for row in rows) * (width + _BETWEEN)
    sheet = Image.new("RGB", (wide, sum(heights)), "#808080")
    for number, row in enumerate(rows):
        for place, page in enumerate(row):
            sheet.paste(page, (place * (width + _BETWEEN), sum(heights[:number])))
    sheet.save(path, optimize=False, compress_level=1)
