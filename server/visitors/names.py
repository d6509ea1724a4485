"""Names of visitors: PRECIS Nickname (RFC 8266), without what is not seen or mixes alphabets."""

import unicodedata
from typing import Final

from server.visitors.skeletons import skeleton

# What has no shape of its own: U+200B, U+202E, tags, line separators.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
# Letters without a shape. Source: UAX #44, Default_Ignorable_Code_Point; and the blank of Braille.
_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_NON_JOINER, _JOINER = "\u200c", "\u200d"
# Canonical_Combining_Class of a virama. Source: RFC 5892, appendix A.
_VIRAMA: Final = 9
_MOST_MARKS: Final = 4
# Their letters look alike: one word is of one of them. Source: UTS #39, section 5.2, "highly restrictive".
_ALIKE: Final = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE")
# What is put behind a name that looks like a Latin one, in both languages of the pages.
_SAID: Final = {"GREEK": "(gr.)", "CYRILLIC": "(cyr.)", "ARMENIAN": "(arm.)"}


def nickname(given: str) -> str | None:
    """The name as it is kept; None where a character is not seen, or a word mixes alphabets.

    NFKC gives one form to wide, small and ligated letters; spaces of all kinds become one. Behind a whole
    name that looks like a Latin one stands its alphabet: `Сора (cyr.)` (UTS #39, section 4).
    """
    name = " ".join(unicodedata.normalize("NFKC", given).split())
    is_seen = name and all(_is_seen(name, at) for at in range(len(name)))
    if not is_seen or any(len(_alphabets(word)) > 1 for word in name.split()):
        return None
    return " ".join([name, *_said_of(name)])


def _said_of(name: str) -> list[str]:
    """The alphabet of a name that has none of the Latin one, and looks as if it had."""
    alphabets = _alphabets(name)
    if "LATIN" in alphabets or not skeleton(name).isascii():
        return []
    return [said for alphabet, said in _SAID.items() if alphabet in alphabets]


def _is_seen(name: str, at: int) -> bool:
    """Whether a character has a shape, or joins those that have; no letter has more than four marks."""
    sign, before = name[at], name[max(0, at - 1)]
    if sign in (_JOINER, _NON_JOINER):
        return at > 0 and _joins(sign, before)
    run = name[max(0, at - _MOST_MARKS) : at + 1]
    is_stacked = len(run) > _MOST_MARKS and all(unicodedata.combining(one) for one in run)
    return sign not in _BLANK and unicodedata.category(sign) not in _UNSEEN and not is_stacked


def _joins(sign: str, before: str) -> bool:
    """Whether a joiner spells something: behind a virama, in Arabic script, between emoji."""
    if unicodedata.combining(before) == _VIRAMA:
        return True
    if sign == _NON_JOINER:
        return unicodedata.bidirectional(before) == "AL"
    return unicodedata.category(before) in {"So", "Sk", "Mn"}


def _alphabets(word: str) -> set[str]:
    """Those of its letters that have look-alikes."""
    names = (unicodedata.name(sign, "").split(" ")[0] for sign in word if sign.isalpha())
    return {name for name in names if name in _ALIKE}
