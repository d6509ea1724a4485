"""A message as a server's websocket frame, built once however many hear it. Source: RFC 6455, section 5.2."""

from typing import Final

_BINARY: Final = b"\x82"


def pack(message: bytes) -> bytes:
    """One unfragmented, unmasked binary frame."""
    size = len(message)
    if size < 126:
        return _BINARY + bytes((size,)) + message
    if size < 1 << 16:
        return _BINARY + b"\x7e" + size.to_bytes(2, "big") + message
    return _BINARY + b"\x7f" + size.to_bytes(8, "big") + message
