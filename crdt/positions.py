"""Positions in a text, between the three ways in which they are counted.

Yjs and browsers count UTF-16 units, Python counts code points, pycrdt counts UTF-8 bytes (an index inside a
character silently writes at the end). Nothing else in the program converts.
"""


class PositionError(ValueError):
    """A position outside the text, or inside a character."""


def utf16_to_utf8(text: str, units: int) -> int:
    """The byte offset of a UTF-16 offset. Raises PositionError."""
    return len(_before_unit(text, units).encode())


def utf16_to_code_point(text: str, units: int) -> int:
    """The index in a Python string of a UTF-16 offset. Raises PositionError."""
    return len(_before_unit(text, units))


def code_point_to_utf16(text: str, index: int) -> int:
    """The UTF-16 offset of an index in a Python string. Raises PositionError."""
    _check(0 <= index <= len(text), index, len(text))
    return len(text[:index].encode("utf-16-le")) >> 1


def code_point_to_utf8(text: str, index: int) -> int:
    """The byte offset of an index in a Python string. Raises PositionError."""
    _check(0 <= index <= len(text), index, len(text))
    return len(text[:index].encode())


def _before_unit(text: str, units: int) -> str:
    encoded = text.encode("utf-16-le")
    _check(0 <= units <= len(encoded) >> 1, units, len(encoded) >> 1)
    try:
        return encoded[: 2 * units].decode("utf-16-le")
    except UnicodeDecodeError:
        raise PositionError(f"position {units} is inside a character") from None


def _check(is_inside: bool, position: int, end: int) -> None:  # noqa: FBT001 - the fact that is checked
    if not is_inside:
        raise PositionError(f"expected a position from 0 to {end}, got {position}")
