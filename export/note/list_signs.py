"""Signs of list items by their level: – • ◦ and 1. a) i), as paper, the reader and the editor draw them.

A level counts lists of the same kind: in a list of numbers, the first one of bullets has dashes. The scripts
say the same in web/src/preview/numbers.ts, the style sheets with counters. What has no letter is a figure.
"""

from string import ascii_lowercase
from typing import Final

_BULLETS: Final = ("–", "•", "◦")
_UNITS: Final = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_MOST_ROMAN: Final = 39


def bullet(level: int) -> str:
    """From level 0."""
    return _BULLETS[min(level, len(_BULLETS) - 1)]


def number(value: int, level: int, delimiter: str) -> str:
    """`delimiter` is the one that was typed, which the first level keeps."""
    if level == 0:
        return f"{value}{delimiter}"
    if level == 1:
        return f"{ascii_lowercase[value - 1] if 1 <= value <= len(ascii_lowercase) else value})"
    tens, units = divmod(value, 10)
    return f"{'x' * tens + _UNITS[units] if 1 <= value <= _MOST_ROMAN else value})"
