"""Limits before rendering, each with a cause of its own: sizes at which layout stops being quick."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from unicodedata import normalize

from export.errors import TooMuch

if TYPE_CHECKING:
    from markdown_it.token import Token

# Controls and separators have no place on paper; one U+2029 alone means no PDF at all. A lone surrogate
# has no UTF-8, and no font has the noncharacters.
_SEPARATORS = re.compile("[\u2028\u2029\x0b\x0c]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ufff9-\ufffb]")

_CELLS = frozenset({"td_open", "th_open"})
_MOST_HEADING = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """The most that a note may hold. Characters are code points."""

    characters: int = 300_000
    card: int = 2_000
    blocks: int = 5_000
    cells: int = 3_000
    columns: int = 40
    footnotes: int = 200
    footnote: int = 1_500
    paragraph: int = 20_000
    block_depth: int = 20
    inline_depth: int = 30
    images: int = 40
    image_bytes: int = 100_000_000
    comments: int = 300


SIZES = Sizes()


def clean(text: str) -> str:
    """The text without controls: lines end in LF, separators become spaces, accents are composed."""
    return normalize("NFC", _UNPRINTABLE.sub("", _SEPARATORS.sub(" ", with_lf(text))))


def with_lf(text: str) -> str:
    """The text, whose lines all end in LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def check_text(text: str, sizes: Sizes = SIZES) -> None:
    """Raises TooMuch."""
    _at_most("characters", len(text), sizes.characters)


def check_card(values: Iterable[str], sizes: Sizes = SIZES) -> None:
    """Raises TooMuch when one value of the card is a text of its own."""
    _at_most("card", max(map(len, values), default=0), sizes.card)


def check_images(images: Iterable[bytes], sizes: Sizes = SIZES) -> None:
    """Raises TooMuch when the images of a note weigh too much together."""
    together = sum(map(len, images))
    if together > sizes.image_bytes:
        count, limit = -(-together // 1_000_000), sizes.image_bytes // 1_000_000
        raise TooMuch("export.too-much.images-together", {"count": count, "limit": limit})


def check_comments(many: int, characters: int, sizes: Sizes = SIZES) -> None:
    """Raises TooMuch when more was said beside a note than a print can take along."""
    _at_most("comments", many, sizes.comments)
    _at_most("comment-characters", characters, sizes.characters)


def check_blocks(tokens: list["Token"], sizes: Sizes = SIZES) -> None:
    """Limits that are known before the text of paragraphs is parsed. Raises TooMuch."""
    opened = [token for token in tokens if token.nesting >= 0 and token.type != "inline"]
    _at_most("footnotes", sum(token.type == "footnote_reference_open" for token in opened), sizes.footnotes)
    cells = sum(token.type in _CELLS for token in opened)
    _at_most("cells", cells, sizes.cells, heading(tokens, _cell(tokens, sizes.cells + 1)))
    columns, at = _widest_row(tokens)
    _at_most("columns", columns, sizes.columns, heading(tokens, at))
    _at_most("blocks", len(opened) - cells, sizes.blocks)
    depth, at = _most(tokens, lambda token: token.level * (token.nesting >= 0 and token.type != "inline"))
    _at_most("block-depth", depth, sizes.block_depth, heading(tokens, at))
    length, at = _most(tokens, lambda token: len(token.content))
    _at_most("paragraph", length, sizes.paragraph, heading(tokens, at))


def check_inlines(tokens: list["Token"], sizes: Sizes = SIZES) -> None:
    """Limits that are known once paragraphs are parsed. Raises TooMuch."""
    children = [child for token in tokens for child in token.children or ()]
    depth, at = _most(tokens, lambda token: max((child.level for child in token.children or ()), default=0))
    _at_most("inline-depth", depth, sizes.inline_depth, heading(tokens, at))
    _at_most("images", sum(child.type == "image" for child in children), sizes.images)
    lengths = _footnote_lengths(tokens)
    _at_most("footnotes", len(lengths), sizes.footnotes)
    _at_most("footnote", max(lengths, default=0), sizes.footnote)


def heading(tokens: list["Token"], at: int) -> str:
    """Under which heading a token stands, as it was typed and not at length; empty before the first."""
    for before in range(min(at, len(tokens) - 1), -1, -1):
        if tokens[before].type == "heading_open":
            return tokens[before + 1].content[:_MOST_HEADING]
    return ""


def _most(tokens: list["Token"], size: Callable[["Token"], int]) -> tuple[int, int]:
    """The largest size, and which token has it."""
    sizes = ((size(token), at) for at, token in enumerate(tokens))
    return max(sizes, key=lambda one: one[0], default=(0, 0))


def _cell(tokens: list["Token"], number: int) -> int:
    cells = (at for at, token in enumerate(tokens) if token.type in _CELLS)
    return next(islice(cells, number - 1, None), 0)


def _widest_row(tokens: list["Token"]) -> tuple[int, int]:
    """How many cells it has, and where the last of them is."""
    widest = row = where = 0
    for at, token in enumerate(tokens):
        if token.type == "tr_open":
            row = 0
        elif token.type in _CELLS:
            row += 1
            if row > widest:
                widest, where = row, at
    return widest, where


def _footnote_lengths(tokens: list["Token"]) -> list[int]:
    lengths: list[int] = []
    inside = False
    for token in tokens:
        if token.type == "footnote_open":
            lengths.append(0)
            inside = True
        elif token.type == "footnote_close":
            inside = False
        elif inside:
            lengths[-1] += len(token.content)
    return lengths


def _at_most(what: str, count: int, limit: int, where: str = "") -> None:
    if count > limit:
        named = {"heading": where} if where else {}
        raise TooMuch(f"export.too-much.{what}", {"count": count, "limit": limit, **named})
