"""Drawings as pictures: a page of the print engine as a PNG, for programs that draw no SVG."""

import html
import io
from base64 import b64encode
from typing import Final

import pypdfium2
from PIL import Image

# Dots of an inch; and in a point.
_DPI: Final = 300
_POINTS: Final = 72
# Few colours: a drawing has a handful, and the edges of its letters.
_COLOURS: Final = 64


def png_of_svg(svg: str, width: float, height: float) -> bytes:
    """A drawing of so many points as it stands on paper, in our faces."""
    address = "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()
    page = (
        f"<style>@page {{ size: {width:g}pt {height:g}pt; margin: 0 }} body {{ margin: 0 }}"
        f' img {{ display: block; width: 100% }}</style><img src="{html.escape(address)}" alt="">'
    )
    return png_of_page(page, _DPI)


def png_of_page(page: str, dpi: float, *, colours: int = _COLOURS) -> bytes:
    """The first page of what HTML prints."""
    # Half a second, for which a file without drawings has no use.
    from weasyprint import HTML  # noqa: PLC0415
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    # What the page itself brings, and nothing else.
    fetcher = URLFetcher(allowed_protocols=("data",), allow_redirects=False)
    document = pypdfium2.PdfDocument(
        HTML(string=page, base_url="about:blank", url_fetcher=fetcher).write_pdf()
    )
    try:
        # Without a ground of its own: a chart may stand in a box.
        clear = (255, 255, 255, 0)
        drawn = document[0].render(
            scale=dpi / _POINTS, draw_annots=False, fill_color=clear, rev_byteorder=True
        )
        out = io.BytesIO()
        drawn.to_pil().quantize(colours, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
            out, "PNG", optimize=True, dpi=(dpi, dpi)
        )
        return out.getvalue()
    finally:
        document.close()
