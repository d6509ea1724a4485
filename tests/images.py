"""Pictures made for a test."""

import io

from PIL import Image


def drawing() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (40, 20), (0, 0, 255, 90)).save(out, "PNG")
    return out.getvalue()


def png(colour: str = "red", width: int = 30, height: int = 20) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()
