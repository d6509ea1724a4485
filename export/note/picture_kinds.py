"""What a picture is, by its description, its file and its shape: how large it is set depends on that."""

import io
import re
from enum import StrEnum
from typing import Final

from PIL import Image, UnidentifiedImageError

from export.note.pictures import kind_of

# Pixels of its longer side.
_SIGN: Final = 200
_UPRIGHT: Final = 1.1
_SAYS_LOGO: Final = re.compile(
    r"\b(?:logo(?:type)?s?|emblème|blason|armoiries|sceau|crest|seal)\b", re.IGNORECASE
)
_SAYS_DRAWING: Final = re.compile(
    r"\b(?:carte|plan|parcours|schéma|graphique|courbe|diagramme|infographie|map|route|diagram|chart|graph)s?\b",
    re.IGNORECASE,
)


class PictureKind(StrEnum):
    """A photograph, what has lines and words to be read, or a sign."""

    PHOTO = "photo"
    DRAWING = "drawing"
    LOGO = "logo"


def kind(content: bytes, described: str) -> PictureKind:
    """Of a picture that was re-encoded here: photographs are JPEG then, drawings PNG."""
    is_drawn = kind_of(content) == "image/png"
    if _SAYS_LOGO.search(described) or (is_drawn and is_sign(content)):
        return PictureKind.LOGO
    is_drawing = is_drawn or _SAYS_DRAWING.search(described) is not None
    return PictureKind.DRAWING if is_drawing else PictureKind.PHOTO


def is_sign(content: bytes) -> bool:
    """Whether it is so small that nothing in it is to be looked at by itself."""
    return max(size(content)) <= _SIGN


def is_upright(content: bytes) -> bool:
    """Whether it is higher than wide by more than a tenth."""
    width, height = size(content)
    return height > _UPRIGHT * width


def size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels; 1 and 1 of what is no picture."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            return picture.size
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return 1, 1
