"""Words of the index: folded, of their signs only letters and digits."""

from functools import lru_cache
from typing import Final

from export.languages import folding
from export.languages.folding import APOSTROPHES

# Spaces that do not end a line.
SPACES: Final = " \t\u00a0\u2000-\u200a\u202f\u205f\u3000"

# One letter of a word, as an expression.
LETTER: Final = f"[^\\W\\d_{APOSTROPHES}ªº¼-¾⅐-⅞]"


@lru_cache(maxsize=1 << 14)
def fold(word: str) -> str:
    """One word in small letters and digits, without accents; empty where nothing of it is either."""
    if word.isascii() and word.isalnum():
        return word.lower()
    return "".join(one for one in folding.fold(word) if one.isalnum())
