"""Font files of paper, unmodified TTF, and the widths of their signs."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont

FONTS: Final = Path(str(files("export"))) / "fonts"
# Of Source Sans 3: units of an em.
EM: Final = 1000


def advance(sign: str, *, is_bold: bool) -> int:
    """How wide a sign of Source Sans 3 is, of EM; figures are as wide as each other without any feature."""
    return _advances(is_bold=is_bold).get(ord(sign), EM // 2)


@cache
def _advances(*, is_bold: bool) -> Mapping[int, int]:
    with TTFont(FONTS / f"SourceSans3-{'Bold' if is_bold else 'Regular'}.ttf") as face:
        widths = face["hmtx"]
        return {sign: widths[name][0] for sign, name in face.getBestCmap().items()}
