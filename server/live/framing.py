"""Reads the frames of a browser's websocket out of bytes as they come. Source: RFC 6455, sections 5 to 7.

No socket here: bytes are put in, frames are taken out.
"""

from enum import IntEnum
from typing import Final

_FIN, _RESERVED, _OPCODE = 0x80, 0x70, 0x0F
_CONTINUATION: Final = 0
_MASK_BYTES: Final = 4
_CONTROL_BYTES: Final = 125
_WIDE: Final = {126: 2, 127: 8}
# A whole binary message, and the second byte of one whose length is in it.
_WHOLE: Final = 0x82
_SHORT: Final = range(0x80, 0x80 + 126)
# So much is unmasked as one number: more at once needs memory, and less needs time.
_UNMASKED_AT_ONCE: Final = 1 << 16


class Kind(IntEnum):
    """What a frame is; `PART` is some of a message whose end has not come."""

    PART = 0
    TEXT = 1
    BINARY = 2
    CLOSE = 8
    PING = 9
    PONG = 10


class Code(IntEnum):
    """Why the protocol itself ends a connection (section 7.4.1)."""

    NORMAL = 1000
    PROTOCOL = 1002
    NOT_UTF8 = 1007


class BrokenError(Exception):
    """Bytes that no client may send; nothing after them can be read."""

    def __init__(self, code: Code, reason: str) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason


class TooLongError(Exception):
    """A message longer than any may be, of at least `size` bytes; it is passed over, not kept."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


# Its kind, the content of a whole message or of a control frame, and how many bytes this frame brought.
Frame = tuple[Kind, bytes, int]


class Framing:
    """Messages of at most `most` bytes."""

    __slots__ = ("_at", "_data", "_kind", "_missing", "_most", "_parts", "_pending", "_skip")

    def __init__(self, most: int) -> None:
        self._most = most
        self._data = b""
        self._at = 0
        # The beginning of a frame of which so many bytes must still come.
        self._pending = bytearray()
        self._missing = 0
        self._skip = 0
        # A message that comes in parts.
        self._kind: Kind | None = None
        self._parts = bytearray()

    def put(self, data: bytes) -> None:
        """Take in what has come."""
        if self._missing:
            self._pending += data
            self._missing -= len(data)
            if self._missing > 0:
                return
            data, self._missing = bytes(self._pending), 0
            self._pending = bytearray()
        elif self._at < len(self._data):
            data = self._data[self._at :] + data
        self._data, self._at = data, 0

    def take(self) -> Frame | None:
        """The next frame, None until more has come. Raises BrokenError and, once a message, TooLongError."""
        data, at = self._data, self._at
        if self._skip:
            at = self._pass_over()
        if len(data) - at < 2:
            if at < len(data):
                self._wait_for(at, 2)
            return None
        first, second = data[at], data[at + 1]
        if first == _WHOLE and _SHORT.start <= second < _SHORT.stop and self._kind is None:
            # Nearly every frame is such a one; what follows would come to the same.
            start = at + 2 + _MASK_BYTES
            self._at = end = start + second - _SHORT.start
            if end <= len(data):
                content = _unmasked(data[start:end], data[at + 2 : start])
                return Kind.BINARY, content, second - _SHORT.start
            self._at = at
        return self._take_any(first, second)

    def _take_any(self, first: int, second: int) -> Frame | None:
        data, at = self._data, self._at
        kind, size = first & _OPCODE, second & 0x7F
        _check_head(first, second)
        start = at + 2
        if (wide := _WIDE.get(size)) is not None:
            start += wide
            if len(data) < start:
                self._wait_for(at, start - at)
                return None
            size = int.from_bytes(data[at + 2 : start], "big")
        if kind < Kind.CLOSE:
            self._check_order(kind)
            if len(self._parts) + size > self._most:
                self._at, self._skip = start, _MASK_BYTES + size
                raise TooLongError(len(self._parts) + size)
        start += _MASK_BYTES
        end = start + size
        if len(data) < end:
            self._wait_for(at, end - at)
            return None
        self._at = end
        content = _unmasked(data[start:end], data[start - _MASK_BYTES : start])
        if kind == Kind.BINARY and first & _FIN:
            return Kind.BINARY, content, size
        if kind >= Kind.CLOSE:
            return Kind(kind), content, size
        return self._join(kind, content, is_last=bool(first & _FIN))

    def _check_order(self, kind: int) -> None:
        if kind == _CONTINUATION and self._kind is None:
            raise BrokenError(Code.PROTOCOL, "a continuation of no message")
        if kind != _CONTINUATION and self._kind is not None:
            raise BrokenError(Code.PROTOCOL, "a new message before the end of another")

    def _join(self, kind: int, content: bytes, *, is_last: bool) -> Frame:
        if self._kind is None:
            self._kind = Kind(kind)
        self._parts += content
        if not is_last:
            return Kind.PART, b"", len(content)
        whole = self._kind, bytes(self._parts), len(content)
        self._kind, self._parts = None, bytearray()
        return whole

    def _wait_for(self, at: int, size: int) -> None:
        """So much must be here, from this byte on, before there is something to take."""
        rest = self._data[at:]
        self._data, self._at = b"", 0
        self._pending = bytearray(rest)
        self._missing = size - len(rest)

    def _pass_over(self) -> int:
        passed = min(self._skip, len(self._data) - self._at)
        self._skip -= passed
        self._at += passed
        return self._at


def closing_code(content: bytes) -> int | None:
    """The code in a client's close frame, None where it gives none. Raises BrokenError."""
    if not content:
        return None
    code = int.from_bytes(content[:2], "big")
    if len(content) == 1 or not (1000 <= code <= 1003 or 1007 <= code <= 1014 or 3000 <= code <= 4999):
        raise BrokenError(Code.PROTOCOL, "a close code that nobody may send")
    try:
        content[2:].decode()
    except UnicodeDecodeError:
        raise BrokenError(Code.NOT_UTF8, "a reason that is not UTF-8") from None
    return code


def _check_head(first: int, second: int) -> None:
    if first & _RESERVED:
        raise BrokenError(Code.PROTOCOL, "a reserved bit, and no extension was agreed on")
    if not second & 0x80:
        raise BrokenError(Code.PROTOCOL, "a frame without a mask")
    kind = first & _OPCODE
    if kind > Kind.PONG or Kind.BINARY < kind < Kind.CLOSE:
        raise BrokenError(Code.PROTOCOL, f"a frame of the reserved kind {kind}")
    if kind >= Kind.CLOSE and (not first & _FIN or (second & 0x7F) > _CONTROL_BYTES):
        raise BrokenError(Code.PROTOCOL, "a control frame that is long or in parts")


def _unmasked(content: bytes, mask: bytes) -> bytes:
    size = len(content)
    if size <= _UNMASKED_AT_ONCE:
        key = int.from_bytes((mask * (size // _MASK_BYTES + 1))[:size], "little")
        return (int.from_bytes(content, "little") ^ key).to_bytes(size, "little")
    key = int.from_bytes(mask * (_UNMASKED_AT_ONCE // _MASK_BYTES), "little")
    out = bytearray()
    whole = size - size % _UNMASKED_AT_ONCE
    for at in range(0, whole, _UNMASKED_AT_ONCE):
        part = int.from_bytes(content[at : at + _UNMASKED_AT_ONCE], "little") ^ key
        out += part.to_bytes(_UNMASKED_AT_ONCE, "little")
    return bytes(out) + _unmasked(content[whole:], mask) if whole < size else bytes(out)
