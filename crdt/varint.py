"""lib0's unsigned integers (seven bits a byte, lowest first) and the buffers that they measure.

The reader is strict: it takes only the shortest spelling of a number and never looks beyond the end.
Source: lib0 `encoding.js` and `decoding.js`.
"""

from typing import Final

MAX_INTEGER: Final = (1 << 53) - 1
_MAX_SHIFT: Final = 49


class MalformedError(ValueError):
    """Bytes that no encoder of this format writes; the message names the rule they break."""


def write_varint(number: int) -> bytes:
    """`number` (0 to 2⁵³ - 1) as one to eight bytes."""
    if number < 0x80:
        return bytes((number,))
    out = bytearray()
    while number > 0x7F:
        out.append(0x80 | (number & 0x7F))
        number >>= 7
    out.append(number)
    return bytes(out)


def write_buffer(content: bytes) -> bytes:
    """`content` behind its length."""
    return write_varint(len(content)) + content


class Reader:
    """Reads one message from its first byte to its last."""

    __slots__ = ("_data", "_end", "at")

    def __init__(self, data: bytes, at: int = 0) -> None:
        self._data = data
        self._end = len(data)
        self.at = at

    def varint(self) -> int:
        """The next integer. Raises MalformedError for one that is cut, too long or not the shortest."""
        data, at, end = self._data, self.at, self._end
        if at < end and data[at] < 0x80:  # as nearly all are
            self.at = at + 1
            return data[at]
        number = shift = 0
        while True:
            if at >= end:
                raise MalformedError("the message ends inside a number")
            byte = data[at]
            at += 1
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
            shift += 7
            if shift > _MAX_SHIFT:
                raise MalformedError("a number is longer than eight bytes")
        if byte == 0 and shift:
            raise MalformedError("a number is not in its shortest form")
        if number > MAX_INTEGER:
            raise MalformedError("a number is larger than 2^53 - 1")
        self.at = at
        return number

    def byte(self) -> int:
        """The next byte."""
        if self.at >= self._end:
            raise MalformedError("the message ends too early")
        self.at += 1
        return self._data[self.at - 1]

    def buffer(self) -> bytes:
        """The next bytes, measured by the integer before them."""
        length = self.varint()
        start = self.at
        if length > self._end - start:
            raise MalformedError("a length points beyond the end")
        self.at = start + length
        return self._data[start : self.at]

    def text(self) -> str:
        """The next buffer as UTF-8."""
        try:
            return self.buffer().decode()
        except UnicodeDecodeError:
            raise MalformedError("a string is not UTF-8") from None

    def finish(self) -> None:
        """Raises MalformedError if anything is left."""
        if self.at != self._end:
            raise MalformedError("bytes are left after the end")
