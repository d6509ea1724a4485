"""Gray prints: drawings of a note in which two colours differ by hue alone, and so are one gray.

What we draw ourselves has words, lines or a hatch besides its colour. Photographs are left alone:
shapes tell there.
"""

import io
import math
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations
from operator import mul
from typing import Any, Final

from PIL import Image, ImageChops, ImageFile

from export.languages import LANGUAGES
from export.note.picture_kinds import PictureKind, kind
from export.paper.page_count import Confused
from export.patches.boxes import page_boxes

_NAMED: Final = "pochette:"
# Pixels at which areas are compared, and colours that one drawing is taken to have.
_SIDE: Final = 128
_COLOURS: Final = 12
# Of the picture: less is a line, a letter or the edge between two areas.
_LEAST_AREA: Final = 0.02
# As screens make gray of red, green and blue (ITU-R BT.709), and as printers do (PostScript, 6.2.1).
_GRAYS: Final = ((0.2126, 0.7152, 0.0722), (0.3, 0.59, 0.11))
# Of 255: grays that lie this close are one on paper; hues that lie this far apart are not one colour.
_SAME_GRAY: Final = 16
_OTHER_HUE: Final = 40
# No gray is lighter but that of the ground.
_WHITE: Final = 247
# A drawing has flat colours: so many of its pixels lie this close to one of them.
_NEAR: Final = 24
_FLAT: Final = 0.9
_MOST_SAID: Final = 40
# Stands in the place of a description that nobody wrote.
_UNSAID: Final = frozenset(one.page["image"] for one in LANGUAGES.values())


def confused(document: Any, pictures: Mapping[str, bytes]) -> tuple[Confused, ...]:
    """The drawings on these pages whose colours gray makes one, in their order."""
    is_one = cache(lambda name: loses_colours(pictures[name]))
    return tuple(
        Confused(page, _short(words))
        for page, name, words in _shown(document, pictures)
        if kind(pictures[name], words) is PictureKind.DRAWING and is_one(name)
    )


def loses_colours(content: bytes) -> bool:
    """Whether two areas of a picture differ in hue and not in gray."""
    # WeasyPrint, where it is loaded in the same process, lets Pillow make up what is missing.
    is_lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with Image.open(io.BytesIO(content)) as picture:
            picture.draft("RGB", (2 * _SIDE, 2 * _SIDE))
            picture.thumbnail((_SIDE, _SIDE), Image.Resampling.NEAREST)
            coloured = picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = is_lenient
    paper = Image.new("RGBA", coloured.size, "white")
    flat = Image.alpha_composite(paper, coloured).convert("RGB")
    few = flat.quantize(_COLOURS)
    many = flat.width * flat.height
    off = ImageChops.difference(flat, few.convert("RGB")).convert("L").histogram()
    if sum(off[:_NEAR]) < _FLAT * many:
        return False
    palette = few.getpalette() or []
    large = [
        tuple(palette[3 * index : 3 * index + 3])
        for count, index in few.getcolors() or ()
        if count >= _LEAST_AREA * many and isinstance(index, int)
    ]
    return any(_differ_by_hue(*two) for two in combinations(large, 2))


def _differ_by_hue(*two: tuple[int, ...]) -> bool:
    for weights in _GRAYS:
        one, other = (sum(map(mul, weights, colour)) for colour in two)
        if max(one, other) < _WHITE and abs(one - other) < _SAME_GRAY:
            return math.dist([part - one for part in two[0]], [part - other for part in two[1]]) > _OTHER_HUE
    return False


def _shown(document: Any, pictures: Mapping[str, bytes]) -> Iterator[tuple[int, str, str]]:
    """Page, name and description of each picture of the note."""
    for number, sheet in enumerate(page_boxes(document), 1):
        for box in sheet.descendants():
            if box.element_tag == "img" and box.element is not None:
                name = str(box.element.get("src", "")).removeprefix(_NAMED)
                if name in pictures and not name.endswith(".svg"):
                    yield number, name, str(box.element.get("alt", ""))


def _short(words: str) -> str:
    if words in _UNSAID:
        return ""
    return words if len(words) <= _MOST_SAID else f"{words[:_MOST_SAID].rstrip()}…"
