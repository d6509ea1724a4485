"""The formats of a print, and the sizes of its text."""

from enum import StrEnum


class Format(StrEnum):
    """A4 with a margin for the hand, A4 in large print, A5 for the pocket."""

    NOTE = "note"
    LARGE = "large"
    POCKET = "pocket"


class TextSize(StrEnum):
    """As the format has it, or about an eighth larger; a quarter in large print."""

    NORMAL = "normal"
    LARGER = "larger"
