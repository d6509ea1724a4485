"""Telephone numbers in a text: as France writes its own, and those of other countries with their `+`.

Anything else is taken for a figure: a press on a figure that calls somebody is worse than a number that has
to be typed. Source of the form: ITU-T E.164; of the address: RFC 3966.
"""

import re
from collections.abc import Iterator
from typing import Final

_SPACE: Final = "[ .\u00a0\u202f\u2011-]"
# Not the end of something longer.
_BEGIN: Final = rf"(?<![\w+.,/-])(?<!\d{_SPACE})"
_FRENCH: Final = rf"{_BEGIN}0(?:[1-79](?:{_SPACE}?\d\d){{4}}|{_SPACE}?8\d\d(?:{_SPACE}?\d){{6}})"
_ABROAD: Final = rf"{_BEGIN}\+[1-9]\d{{0,2}}(?:{_SPACE}?(?:\(0\))?{_SPACE}?\d{{1,4}}){{2,7}}"
# Not the beginning of something longer, and no amount.
_END: Final = rf"(?![\w/]|{_SPACE}?\d|,\d|[ \u00a0\u202f]?[€$£%‰°])"
_NUMBER: Final = re.compile(f"(?:{_FRENCH}|{_ABROAD}){_END}")
_GROUPS: Final = re.compile(r"\d+")
_FEWEST, _MOST = 8, 15
# In groups of three, figures have fewer digits than numbers.
_FEWEST_BY_THREE: Final = 11
# Numbers beyond the sea have a country code of their own; those that begin with 08 have none.
_NATIONAL: Final = re.compile(r"0(?:8|262|263|269|59[046]|639|69[0-7]|976)")


def calls(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each number begins and ends in a text, and its `tel:` address."""
    for match in _NUMBER.finditer(text):
        if address := _address(match[0]):
            yield match.start(), match.end(), address


def parts(text: str) -> Iterator[tuple[str, str]]:
    """The text in parts, each with its `tel:` address or nothing."""
    done = 0
    for begin, end, address in calls(text):
        yield text[done:begin], ""
        yield text[begin:end], address
        done = end
    yield text[done:], ""


def _address(said: str) -> str:
    groups = _GROUPS.findall(said.replace("(0)", " "))
    digits = "".join(groups)
    if said.startswith("+"):
        by_three = all(len(group) == 3 for group in groups[1:])
        fewest = _FEWEST_BY_THREE if by_three else _FEWEST
        return f"tel:+{digits}" if fewest <= len(digits) <= _MOST else ""
    return f"tel:{digits}" if _NATIONAL.match(digits) else f"tel:+33{digits[1:]}"
