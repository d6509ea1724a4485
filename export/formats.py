"""The shapes in which one note prints."""

from enum import StrEnum


class Format(StrEnum):
    """A4 with a margin for the hand, A4 in large print, A5 for the pocket."""

    NOTE = "note"
    LARGE = "large"
    POCKET = "pocket"
