"""Parser of a client's websocket frames, incremental. Source: RFC 6455, sections 5 to 7.

Sans I/O: bytes are put in, frames are taken out.
"""

from enum import IntEnum
from typing import Final

_FIN, _RESERVED, _OPCODE = 0x80, 0x70, 0x0F
_MASK_BYTES: Final = 4
_CONTROL_BYTES: Final = 125
_LONGEST_CONTROL: Final = 2 + _MASK_BYTES + _CONTROL_BYTES
_WIDE: Final = {126: 2, 127: 8}
# FIN and opcode of an unfragmented binary message; second byte (mask bit, length) of a short frame.
_WHOLE: Final = 0x82
_SHORT: Final = range(0x80, 0x80 + 126)
# Bytes unmasked at once as one integer: larger needs memory, smaller needs time.
_UNMASKED_AT_ONCE: Final = 1 << 16


class Opcode(IntEnum):
    """Opcodes; `CONTINUATION` is a fragment of a message that has not ended."""

    CONTINUATION = 0
    TEXT = 1
    BINARY = 2
    CLOSE = 8
    PING = 9
    PONG = 10


class Code(IntEnum):
    """Status codes of the protocol itself (section 7.4.1)."""

    NORMAL = 1000
    PROTOCOL = 1002
    NOT_UTF8 = 1007


class BrokenError(Exception):
    """Protocol error: nothing after it can be parsed."""

    def __init__(self, code: Code, reason: str) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason


class TooLongError(Exception):
    """A message over the limit, of at least `size` bytes; its payload is skipped."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


# Opcode, payload of a whole message or control frame, and bytes in this frame.
Frame = tuple[Opcode, bytes, int]


class Framing:
    """Messages of at most `max_size` bytes."""

    __slots__ = (
        "_data",
        "_drops",
        "_fragments",
        "_needed",
        "_offset",
        "_opcode",
        "_pending",
        "_skip",
        "max_size",
    )

    def __init__(self, max_size: int) -> None:
        self.max_size = max_size
        self._data = b""
        self._offset = 0
        # The start of an incomplete frame, and how many bytes are needed.
        self._pending = bytearray()
        self._needed = 0
        self._skip = 0
        # A fragmented message.
        self._opcode: Opcode | None = None
        self._fragments = bytearray()
        self._drops = False  # it is too long

    @property
    def unfinished(self) -> int:
        """Bytes that are held of what is not taken out yet."""
        return len(self._data) - self._offset + len(self._pending) + len(self._fragments)

    @property
    def has_begun(self) -> bool:
        """Whether a frame or a message has begun and not ended."""
        return self._needed > 0 or self._opcode is not None

    def abandon(self) -> None:
        """Keep no long payload from now on: the connection ends, and its goodbye may still come."""
        self.max_size = min(self.max_size, _LONGEST_CONTROL)
        self._fragments = bytearray()
        if self._needed and len(self._pending) + self._needed > _LONGEST_CONTROL:
            self._skip, self._needed = self._needed, 0
            self._pending = bytearray()

    def put(self, data: bytes) -> None:
        """Add received bytes."""
        if self._needed:
            self._pending += data
            self._needed -= len(data)
            if self._needed > 0:
                return
            data, self._needed = bytes(self._pending), 0
            self._pending = bytearray()
        elif self._offset < len(self._data):
            data = self._data[self._offset :] + data
        self._data, self._offset = data, 0

    def take(self) -> Frame | None:
        """The next frame, or None when incomplete. Raises BrokenError and, once per message, TooLongError."""
        data, at = self._data, self._offset
        if self._skip:
            at = self._skip_payload()
        if len(data) - at < 2:
            if at < len(data):
                self._wait_for(at, 2)
            return None
        first, second = data[at], data[at + 1]
        if first == _WHOLE and _SHORT.start <= second < _SHORT.stop and self._opcode is None:
            # Fast path: an unfragmented short binary frame.
            start = at + 2 + _MASK_BYTES
            self._offset = end = start + second - _SHORT.start
            if end <= len(data):
                payload = _unmasked(data[start:end], data[at + 2 : start])
                return Opcode.BINARY, payload, second - _SHORT.start
            self._offset = at
        return self._take_any(first, second)

    def _take_any(self, first: int, second: int) -> Frame | None:
        data, at = self._data, self._offset
        opcode, size = first & _OPCODE, second & 0x7F
        _check_head(first, second)
        start = at + 2
        if (wide := _WIDE.get(size)) is not None:
            start += wide
            if len(data) < start:
                self._wait_for(at, start - at)
                return None
            size = int.from_bytes(data[at + 2 : start], "big")
        if opcode < Opcode.CLOSE:
            self._check_order(opcode)
            if self._drops or len(self._fragments) + size > self.max_size:
                self._offset, self._skip = start, _MASK_BYTES + size
                return self._dropped(opcode, size, is_last=bool(first & _FIN))
        start += _MASK_BYTES
        end = start + size
        if len(data) < end:
            self._wait_for(at, end - at)
            return None
        self._offset = end
        payload = _unmasked(data[start:end], data[start - _MASK_BYTES : start])
        if opcode == Opcode.BINARY and first & _FIN:
            return Opcode.BINARY, payload, size
        if opcode >= Opcode.CLOSE:
            return Opcode(opcode), payload, size
        return self._reassembled(opcode, payload, is_last=bool(first & _FIN))

    def _check_order(self, opcode: int) -> None:
        if opcode == Opcode.CONTINUATION and self._opcode is None:
            raise BrokenError(Code.PROTOCOL, "a continuation of no message")
        if opcode != Opcode.CONTINUATION and self._opcode is not None:
            raise BrokenError(Code.PROTOCOL, "a new message before the end of another")

    def _dropped(self, opcode: int, size: int, *, is_last: bool) -> Frame:
        """Skip a part of a message that is too long, and those behind it."""
        was_known, size_so_far = self._drops, len(self._fragments) + size
        self._fragments = bytearray()
        self._drops = not is_last
        self._opcode = None if is_last else self._opcode or Opcode(opcode)
        if not was_known:
            raise TooLongError(size_so_far)
        return Opcode.CONTINUATION, b"", size

    def _reassembled(self, opcode: int, payload: bytes, *, is_last: bool) -> Frame:
        if self._opcode is None:
            self._opcode = Opcode(opcode)
        self._fragments += payload
        if not is_last:
            return Opcode.CONTINUATION, b"", len(payload)
        whole = self._opcode, bytes(self._fragments), len(payload)
        self._opcode, self._fragments = None, bytearray()
        return whole

    def _wait_for(self, at: int, size: int) -> None:
        """Wait until `size` bytes from `at` on are here."""
        rest = self._data[at:]
        self._data, self._offset = b"", 0
        self._pending = bytearray(rest)
        self._needed = size - len(rest)

    def _skip_payload(self) -> int:
        passed = min(self._skip, len(self._data) - self._offset)
        self._skip -= passed
        self._offset += passed
        return self._offset


def closing_code(payload: bytes) -> int | None:
    """The status code of a close frame, or None. Raises BrokenError."""
    if not payload:
        return None
    code = int.from_bytes(payload[:2], "big")
    if len(payload) == 1 or not (1000 <= code <= 1003 or 1007 <= code <= 1014 or 3000 <= code <= 4999):
        raise BrokenError(Code.PROTOCOL, "a close code that must not be sent")
    try:
        payload[2:].decode()
    except UnicodeDecodeError:
        raise BrokenError(Code.NOT_UTF8, "a reason that is not UTF-8") from None
    return code


def _check_head(first: int, second: int) -> None:
    if first & _RESERVED:
        raise BrokenError(Code.PROTOCOL, "a reserved bit, and no extension was agreed on")
    if not second & 0x80:
        raise BrokenError(Code.PROTOCOL, "a frame without a mask")
    opcode = first & _OPCODE
    if opcode > Opcode.PONG or Opcode.BINARY < opcode < Opcode.CLOSE:
        raise BrokenError(Code.PROTOCOL, f"a frame of the reserved opcode {opcode}")
    if opcode >= Opcode.CLOSE and (not first & _FIN or (second & 0x7F) > _CONTROL_BYTES):
        raise BrokenError(Code.PROTOCOL, "a control frame that is long or fragmented")


def _unmasked(payload: bytes, mask: bytes) -> bytes:
    size = len(payload)
    if size <= _UNMASKED_AT_ONCE:
        key = int.from_bytes((mask * (size // _MASK_BYTES + 1))[:size], "little")
        return (int.from_bytes(payload, "little") ^ key).to_bytes(size, "little")
    key = int.from_bytes(mask * (_UNMASKED_AT_ONCE // _MASK_BYTES), "little")
    out = bytearray()
    whole = size - size % _UNMASKED_AT_ONCE
    for at in range(0, whole, _UNMASKED_AT_ONCE):
        part = int.from_bytes(payload[at : at + _UNMASKED_AT_ONCE], "little") ^ key
        out += part.to_bytes(_UNMASKED_AT_ONCE, "little")
    return bytes(out) + _unmasked(payload[whole:], mask) if whole < size else bytes(out)
