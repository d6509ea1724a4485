"""Skeleton of a text: its look in Latin letters (UTS #39, section 4).

Of its table, here are letters that look like Latin ones and are not of their family. Families are read from
the names of the characters.
"""

import re
import unicodedata
from typing import Final

# Letter and look-alike; capitals of which the small letter looks like another one stand first.
_ALIKE: Final = (
    "Ηh Ρp Υy Χx Νn Ζz Μm"
    " аa вb еe ѕs іi јj кk мm нh оo пn рp сc тt уy хx ԁd ԛq ԝw һh гr ьb зe ӏl"
    " αa βb γy εe ηn ιi κk νv οo πn ρp σo ςs τt υu χx ωw μu"
    " օo սu հh ցg ոn"
    " 0o 1l 3e 4a 5s 7t 8b |l $s €e @a ßb"
)
_CAPITALS: Final = {ord(pair[0]): pair[1] for pair in _ALIKE.split() if pair[0].isupper()}
_LETTERS: Final = {ord(pair[0]): pair[1] for pair in _ALIKE.split() if not pair[0].isupper()}
_FAMILY: Final = re.compile(r"LATIN (?:SMALL |CAPITAL )?(?:LETTER )?(?:SMALL CAPITAL )?(?:SCRIPT )?([A-Z])\b")


def skeleton(text: str) -> str:
    """In small letters; two that look alike are the same, and a letter that looks like no Latin one stays."""
    plain = unicodedata.normalize("NFKD", text.translate(_CAPITALS)).casefold()
    shown = (sign for sign in plain if unicodedata.category(sign) not in {"Mn", "Me", "Cf", "Cc"})
    return "".join(map(_family, shown)).translate(_LETTERS)


def _family(sign: str) -> str:
    """The plain letter of a Latin one that no decomposition gives, as ᴘ, ø or ƥ."""
    if sign.isascii() or not sign.isalpha():
        return sign
    found = _FAMILY.match(unicodedata.name(sign, ""))
    return found[1].lower() if found else sign
