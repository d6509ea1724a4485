"""Pictures made for a test."""

import io

from PIL import Image, ImageDraw


def drawing() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (40, 20), (0, 0, 255, 90)).save(out, "PNG")
    return out.getvalue()


def png(colour: str = "red", width: int = 30, height: int = 20) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def columns(*colours: str, form: str = "PNG") -> bytes:
    """A drawing with a column of each colour, on white."""
    sheet = Image.new("RGB", (600, 400), "white")
    pen = ImageDraw.Draw(sheet)
    for at, colour in enumerate(colours):
        pen.rectangle((40 + 150 * at, 60, 150 + 150 * at, 390), fill=colour, outline="black")
    out = io.BytesIO()
    sheet.save(out, form, quality=85)
    return out.getvalue()
