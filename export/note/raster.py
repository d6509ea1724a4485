"""Printed pages as pictures."""

import io

import pypdfium2

MOST_PIXELS = 2_400


def picture(pdf: bytes, number: int, *, width: int) -> bytes:
    """Page `number` (from 1) as a PNG of so many pixels. Raises IndexError where there is no such page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        page = document[number - 1]
        bitmap = page.render(scale=min(width, MOST_PIXELS) / page.get_width(), draw_annots=False)
        out = io.BytesIO()
        bitmap.to_pil().convert("P", palette=1, colors=64, dither=0).save(out, "PNG", optimize=False)
        return out.getvalue()
    finally:
        document.close()
