"""Folding: letters without accents, capitals and ligatures, so that `Évreux` and `evreux` are one."""

import unicodedata
from functools import lru_cache
from typing import Final

# Letters that NFKD leaves whole.
_WHOLE: Final = str.maketrans({
    "œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ŧ": "t", "þ": "th",
})  # fmt: skip
# Apostrophes, and signs that are typed in their place.
APOSTROPHES: Final = "'’‘‛ʼʻʹ′`´＇"
# Spaces that do not end a line.
SPACES: Final = " \t\u00a0\u2000-\u200a\u202f\u205f\u3000"
# What stands within a word and is no letter: accents that follow theirs, soft hyphens, joiners.
WITHIN: Final = (
    "\u00ad\u200c\u200d\u2060\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f"
    "\u0670\u06d6-\u06dc\u093c\u09bc\u0a3c\u0b3c\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f\U000110ba"
)

# One letter of a word, as an expression.
LETTER: Final = f"[^\\W\\d_{APOSTROPHES}ªº¼-¾⅐-⅞]"


@lru_cache(maxsize=1 << 14)
def fold(word: str) -> str:
    """One word in small letters and digits, without accents; empty where nothing of it is either."""
    if word.isascii() and word.isalnum():
        return word.lower()
    # Twice: some letters are capitals only once they are taken apart.
    spread = unicodedata.normalize("NFKD", word.casefold())
    spread = unicodedata.normalize("NFKD", spread.casefold().translate(_WHOLE))
    return "".join(one for one in spread if one.isalnum() and one not in APOSTROPHES)
