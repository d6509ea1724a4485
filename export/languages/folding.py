"""Folding of text for comparison: small letters without accents or ligatures: `Œuvre` and `oeuvre` are one.

web/src/text/fold.ts does the same in the browser; both are asked the cases of web/src/text/fold.cases.json.
"""

import re
import unicodedata
from typing import Final

# Letters that NFKD leaves whole.
_LETTERS: Final = {
    "œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ŧ": "t", "þ": "th",
}  # fmt: skip
# Apostrophes, and signs that are typed in their place.
APOSTROPHES: Final = "'’‘‛ʼʻʹ′`´＇"
# What stands within a word and is no letter: accents that follow theirs, soft hyphens, joiners. Vowels of
# Indic scripts are such marks too, and letters all the same: they are not listed.
WITHIN: Final = (
    "\u00ad\u200c\u200d\u2060\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f"
    "\u0670\u06d6-\u06dc\u093c\u09bc\u0a3c\u0b3c\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f\U000110ba"
)

_WHOLE: Final = str.maketrans(_LETTERS | dict.fromkeys(APOSTROPHES, "'"))
_CAPITALS: Final = {letter.upper(): plain.capitalize() for letter, plain in _LETTERS.items()} | {
    "ß": "ss",
    "ẞ": "SS",
}
_SPREAD: Final = _WHOLE | str.maketrans(_CAPITALS)
_UNSEEN: Final = re.compile(f"[{WITHIN}]")


def fold(text: str) -> str:
    """Text in small letters, accents and ligatures taken apart, apostrophes straight; the rest stays."""
    if text.isascii():
        return text.lower().replace("`", "'")
    # Twice: some letters are capitals only once they are taken apart. An acute accent alone is an apostrophe.
    spread = unicodedata.normalize("NFKD", text.casefold().translate(_WHOLE))
    spread = unicodedata.normalize("NFKD", spread.casefold().translate(_WHOLE))
    return _UNSEEN.sub("", spread)


def unaccented(text: str) -> str:
    """Text with its capitals, for programs that know no accents: `Œuvre` is `Oeuvre`."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKD", text.translate(_SPREAD)))


def fold_line(text: str) -> str:
    """The same, with single spaces: names and titles that are compared whole."""
    return " ".join(fold(text).split())


def has_words(text: str, words: str) -> bool:
    """Whether a text has each of the words, be it within a longer one."""
    folded = fold_line(text)
    return all(word in folded for word in fold(words).split())


def sort_key(text: str) -> tuple[str, str]:
    """Order of the alphabet: accents and capitals count only between words that are else the same."""
    return fold_line(text), text
