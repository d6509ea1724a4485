"""Names that pass for another one: compared by how they look, in any script, with signs between the letters.

Source: skeletons are those of Unicode UTS 39, 4. Of its table, here are letters that look like Latin
ones and are not of their family. Families are read from the names of the characters.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from server.visitors.names import nickname

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
_PAIRS: Final = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("i", "l"), ("j", "l"))
_SHORTEST_HIDDEN: Final = 5
_ADDRESS: Final = re.compile(r"@|://|[\w-]{2,}\.([a-z]{2,}|[A-Z]{2,})\b")


def words_of(text: str) -> tuple[str, ...]:
    """The skeletons of its words: two that look alike are the same."""
    plain = unicodedata.normalize("NFKD", text.translate(_CAPITALS)).casefold()
    shown = (sign for sign in plain if unicodedata.category(sign) not in {"Mn", "Me", "Cf", "Cc"})
    skeleton = "".join(map(_family, shown)).translate(_LETTERS)
    for pair, letter in _PAIRS:
        skeleton = skeleton.replace(pair, letter)
    return tuple(re.findall(r"[^\W_]+", skeleton))


def passes_for(text: str, names: Iterable[str]) -> bool:
    """Whether one of the names seems to stand in the text, as words or with signs between its letters."""
    said = words_of(text)
    return any(_holds(said, words_of(name)) for name in names)


def is_disguised(name: str) -> bool:
    """Whether a name of a person holds an address, or is one that nobody could take today."""
    return bool(_ADDRESS.search(name)) or nickname(name) is None


def _holds(said: tuple[str, ...], name: tuple[str, ...]) -> bool:
    if not name:
        return False
    many = len(name)
    if any(said[at : at + many] == name for at in range(len(said) - many + 1)):
        return True
    hidden = "".join(name)
    return len(hidden) >= _SHORTEST_HIDDEN and hidden in "".join(said)


def _family(sign: str) -> str:
    """The plain letter of a Latin one that no decomposition gives, as ᴘ, ø or ƥ."""
    if sign.isascii() or not sign.isalpha():
        return sign
    found = _FAMILY.match(unicodedata.name(sign, ""))
    return found[1].lower() if found else sign
