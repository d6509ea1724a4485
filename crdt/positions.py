"""Positions in a text: Yjs counts UTF-16 units, Python code points, pycrdt UTF-8 bytes.

An index inside a character writes at the end in pycrdt, without an error. Only bytes are ever needed here.
"""


class PositionError(ValueError):
    """A position outside the text."""


def code_point_to_utf8(text: str, index: int) -> int:
    """The byte offset of an index in a Python string. Raises PositionError."""
    if not 0 <= index <= len(text):
        raise PositionError(f"expected a position from 0 to {len(text)}, got {index}")
    return len(text[:index].encode())
