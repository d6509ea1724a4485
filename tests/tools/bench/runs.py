"""Parses the runs of letters of a Yjs update: (client id, first clock, length).

The generator counts letters without a document. Source: Yjs `readClientsStructRefs`.
"""

from typing import Final

Run = tuple[int, int, int]

_GARBAGE, _DELETED, _STRING, _SKIP = 0, 1, 4, 10
_KIND: Final = 0x1F
_HAS_LEFT, _HAS_RIGHT, _HAS_KEY = 0x80, 0x40, 0x20


class UnknownContentError(Exception):
    """An update contains something other than text."""


def read_runs(update: bytes) -> list[Run]:
    """Raises UnknownContentError."""
    runs: list[Run] = []
    sections, at = _number(update, 0)
    for _ in range(sections):
        blocks, at = _number(update, at)
        client, at = _number(update, at)
        clock, at = _number(update, at)
        for _ in range(blocks):
            info = update[at]
            kind = info & _KIND
            if kind not in {_GARBAGE, _SKIP}:
                at = _after_origins(update, at + 1, info)
            else:
                at += 1
            size, at = _number(update, at)
            if kind == _STRING:
                text = update[at : at + size]
                at += size
                size = len(text) if text.isascii() else len(text.decode().encode("utf-16-le")) // 2
            elif kind not in {_GARBAGE, _DELETED, _SKIP}:
                raise UnknownContentError(f"expected text, got content of kind {kind}")
            if kind != _SKIP:
                runs.append((client, clock, size))
            clock += size
    return runs


def _after_origins(update: bytes, at: int, info: int) -> int:
    """The offset of the content of a block."""
    numbers = 2 * bool(info & _HAS_LEFT) + 2 * bool(info & _HAS_RIGHT)
    if not numbers:
        is_root, at = _number(update, at)
        if is_root:
            size, at = _number(update, at)
            at += size
        else:
            numbers = 2
    for _ in range(numbers):
        while update[at] & 0x80:
            at += 1
        at += 1
    if info & _HAS_KEY and not info & (_HAS_LEFT | _HAS_RIGHT):
        size, at = _number(update, at)
        at += size
    return at


def _number(data: bytes, at: int) -> tuple[int, int]:
    byte = data[at]
    at += 1
    if byte < 0x80:
        return byte, at
    number, shift = byte & 0x7F, 7
    while True:
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, at
        shift += 7
