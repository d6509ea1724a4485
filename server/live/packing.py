"""A message as a server's websocket frame, built once however many hear it. Source: RFC 6455, section 5.2."""

from collections.abc import Iterator
from typing import Final

from server.live.framing import Opcode

_FIN: Final = 0x80
_BINARY: Final = b"\x82"


def pack(message: bytes) -> bytes:
    """One unfragmented, unmasked binary frame."""
    size = len(message)
    if size < 126:
        return _BINARY + bytes((size,)) + message
    if size < 1 << 16:
        return _BINARY + b"\x7e" + size.to_bytes(2, "big") + message
    return _BINARY + b"\x7f" + size.to_bytes(8, "big") + message


def pack_control(kind: Opcode, content: bytes) -> bytes:
    """A close, a ping or a pong; `content` has 125 bytes at most."""
    return bytes((_FIN | kind, len(content))) + content


def unpack(packed: bytes) -> Iterator[bytes]:
    """The messages in frames made by `pack`, for clients on HTTP."""
    at = 0
    while at < len(packed):
        size, at = packed[at + 1], at + 2
        wide = {126: 2, 127: 8}.get(size, 0)
        if wide:
            size = int.from_bytes(packed[at : at + wide], "big")
        at += wide + size
        yield packed[at - size : at]
