"""How wide a picture is in a Word, Writer or e-book file, by what it is, as on paper."""

from typing import Final

from markdown_it.tree import SyntaxTreeNode

from export.dialect.figures import has_words
from export.note.picture_kinds import PictureKind, is_sign, is_upright, kind, size

_MM_A_PIXEL: Final = 25.4 / 96
# Widest and highest, in millimetres.
_BOXES: Final = {PictureKind.PHOTO: (150, 84), PictureKind.DRAWING: (150, 110), PictureKind.LOGO: (36, 20)}
_UPRIGHT_PHOTO: Final = (52, 76)
# As high as the line that it stands in.
_SIGN: Final = 5


def width_of(node: SyntaxTreeNode, content: bytes, described: str) -> str:
    """As the note says, else as large as on a screen within what its kind has on paper, with a unit."""
    if said := node.attrs.get("width"):
        return str(said)
    widest, highest = _room(node, content, described)
    width, height = size(content)
    return f"{min(width * _MM_A_PIXEL, widest, highest * width / height):.1f}mm"


def _room(node: SyntaxTreeNode, content: bytes, described: str) -> tuple[float, float]:
    if node.parent is not None and has_words(node.siblings) and is_sign(content):
        return _SIGN * 4, _SIGN
    what = kind(content, described)
    if what is PictureKind.PHOTO and is_upright(content):
        return _UPRIGHT_PHOTO
    return _BOXES[what]
