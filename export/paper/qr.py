"""QR codes: as a drawing without a text or a size of its own, and as one path of a PDF."""

import io
from itertools import groupby

import segno


def drawing(address: str) -> bytes:
    """SVG, black on nothing; error correction M survives a fold and a coffee stain."""
    out = io.BytesIO()
    _made(address).save(
        out, kind="svg", xmldecl=False, border=0, svgclass=None, lineclass=None, omitsize=True
    )
    return out.getvalue()


def path(address: str) -> tuple[str, int]:
    """The dark modules as rectangles of a path, one unit a module, from the lower left; and its side."""
    rows = [list(row) for row in _made(address).matrix]
    rectangles = []
    for up, row in enumerate(reversed(rows)):
        at = 0
        for is_dark, run in groupby(row):
            long = len(list(run))
            if is_dark:
                rectangles.append(f"{at} {up} {long} 1 re")
            at += long
    return " ".join(rectangles), len(rows)


def _made(address: str) -> segno.QRCode:
    return segno.make(address, error="m", micro=False)
