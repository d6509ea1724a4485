"""JSON of a request (RFC 8259), checked while it comes: its length, values, depth and text are bounded.

`json.loads` alone builds 900,000 keys in seconds, while nobody else is served.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from server.errors import BadInputError, TooLargeError, escaped

MOST_DEPTH: Final = 32
# What every reader of numbers keeps exactly. Source: RFC 7493, section 2.2.
MOST_NUMBER: Final = (1 << 53) - 1
_SHORT_BYTES: Final = 64 * 1024
_SHORT_VALUES: Final = 4096
# `\u0041` says one byte in six.
_BYTES_A_BYTE: Final = 6
_MARKS: Final = b'"[]{},:'
_OTHERS: Final = bytes(byte for byte in range(256) if byte not in _MARKS)
_OPEN: Final = frozenset(b"[{")
_CLOSED: Final = frozenset(b"]}")
# Brackets, commas, colons and quotation marks of a value with its name.
_MARKS_A_VALUE: Final = 8


class Bounds(NamedTuple):
    """The most that a body may have: bytes, values, and bytes of all its texts in UTF-8.

    `code` is that of the error for one that is longer.
    """

    size: int = _SHORT_BYTES
    values: int = _SHORT_VALUES
    text: int = _SHORT_BYTES
    code: str = "body_too_large"


SHORT: Final = Bounds()


def long_text(most: int, *, values: int = _SHORT_VALUES) -> Bounds:
    """For an address that takes the text of a note, of `most` bytes, beside short fields."""
    return Bounds(_BYTES_A_BYTE * most + _SHORT_BYTES, values, most + _SHORT_BYTES, "too_large")


class JsonReader:
    """Takes a body in pieces, and gives its value at the end. Raises TooLargeError, BadInputError."""

    def __init__(self, bounds: Bounds = SHORT) -> None:
        self._bounds = bounds
        self._body = bytearray()
        self._is_text = False  # inside quotation marks
        self._rest = b""  # a backslash whose letter has not come
        self._marks = 0
        self._depth = 0
        self._text = 0

    def expect(self, size: int) -> None:
        """A body that says that it is too long need not be read."""
        if size > self._bounds.size:
            raise self._too_long()

    @property
    def size(self) -> int:
        """Bytes that have come."""
        return len(self._body)

    def put(self, piece: bytes) -> None:
        self._body += piece
        self.expect(len(self._body))
        piece = self._rest + piece
        self._rest = piece[len(piece) - (len(piece) - len(piece.rstrip(b"\\"))) % 2 :]
        plain = piece.removesuffix(self._rest).replace(b"\\\\", b"").replace(b'\\"', b"")
        self._count(plain.count(b'"'))
        self._text += (len(piece) - len(plain)) // 2
        parts = plain.split(b'"')
        outside, inside = parts[self._is_text :: 2], parts[not self._is_text :: 2]
        self._is_text ^= len(parts) % 2 == 0
        self._count_structure(b"".join(outside))
        self._count_text(b"".join(inside))

    def value(self) -> Any:
        """What the body says; check_value finds what is no text or number in it."""
        try:
            text = self._body.decode()
            self._body.clear()
            return json.loads(text, object_pairs_hook=_object)
        except (ValueError, RecursionError):
            raise BadInputError("not_json") from None

    def _count_structure(self, outside: bytes) -> None:
        marks = outside.translate(None, _OTHERS)
        self._count(len(marks))
        for mark in marks:
            if mark in _OPEN:
                self._depth += 1
                if self._depth > MOST_DEPTH:
                    raise self._too_many()
            elif mark in _CLOSED:
                self._depth -= 1

    def _count(self, marks: int) -> None:
        self._marks += marks
        if self._marks > self._bounds.values * _MARKS_A_VALUE:
            raise self._too_many()

    def _count_text(self, inside: bytes) -> None:
        """At least so long is the text in UTF-8: an escape is one byte or more."""
        self._text += len(inside) - inside.count(b"\\") - 4 * inside.count(b"\\u")
        if self._text > self._bounds.text:
            raise self._too_long()

    def _too_long(self) -> TooLargeError:
        return TooLargeError(self._bounds.code, most=self._bounds.size >> 10)

    def _too_many(self) -> TooLargeError:
        return TooLargeError("too_many_values", most=self._bounds.values, depth=MOST_DEPTH)


class Twice(dict[str, Any]):
    """An object in which `name` stands twice: programs differ in which one counts."""

    name = ""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    twice = Twice(found)
    twice.name = next(name for number, (name, _) in enumerate(pairs) if name in dict(pairs[:number]))
    return twice


def check_value(value: object, is_text: Callable[[str], bool]) -> None:
    """JSON and forms can spell what nothing keeps: U+0000, half of a surrogate pair, 1e999, a name twice.

    Raises BadInputError with a pointer (RFC 6901).
    """
    left: list[tuple[str, object]] = [("", value)]
    while left:
        pointer, part = left.pop()
        match part:
            case Mapping():
                _check_names(pointer, part, is_text)
                left += [(f"{pointer}/{escaped(name)}", each) for name, each in part.items()]
            case list():
                left += [(f"{pointer}/{number}", each) for number, each in enumerate(part)]
            case str() if not is_text(part):
                raise BadInputError("bad_text", pointer=pointer)
            case int() | float() if not abs(part) <= MOST_NUMBER:
                raise BadInputError("bad_number", pointer=pointer)


def _check_names(pointer: str, value: Mapping[str, object], is_text: Callable[[str], bool]) -> None:
    if not all(map(is_text, value)):
        raise BadInputError("bad_text", pointer=pointer)
    if isinstance(value, Twice):
        raise BadInputError("doubled_field", pointer=f"{pointer}/{escaped(value.name)}")
