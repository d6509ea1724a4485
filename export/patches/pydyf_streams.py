"""Each object of a PDF is serialized and compressed once; no compressed stream ends with a carriage return.

pydyf serializes an object each time its `data` is read: to look at its end, for the file, for its identifier.
That was a tenth of a long print. On a version that was not read, a print takes that much longer, and one
stream in 256 has a length that strict readers of PDF/A count wrongly.
"""

import zlib
from typing import Any

import pydyf  # type: ignore[import-untyped]

from export.patches import is_read

# The two levels above take three times as long, for three bytes in a hundred.
_LEVEL = 7
_BEGIN, _END, _LINE_END = b"stream\n", b"\nendstream", b"\r"


class _Serialized(pydyf.Object):  # type: ignore[misc]
    """The bytes of an object that does not change any more."""

    def __init__(self, of: Any) -> None:
        super().__init__()
        self.number = of.number
        self._bytes: bytes = of.data

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self._bytes


class _SerializedStream(_Serialized, pydyf.Stream):  # type: ignore[misc]
    """A stream stays one: it cannot be put into an object stream."""


class _CompressedAsAdded(list[Any]):
    """The objects of a file; its cross-reference streams are added while it is written."""

    def append(self, thing: Any) -> None:
        if isinstance(thing, pydyf.Stream):
            _compress(thing)
        super().append(thing)


def serialize_once(pdf: Any) -> None:
    """To be called when nothing changes any more."""
    if not is_read("pydyf"):
        return
    for number, thing in enumerate(pdf.objects):
        if isinstance(thing, pydyf.Stream):
            _compress(thing)
            pdf.objects[number] = _SerializedStream(thing)
        elif thing.free == "n":
            pdf.objects[number] = _Serialized(thing)
    pdf.objects = _CompressedAsAdded(pdf.objects)


def _compress(stream: Any) -> None:
    """A stream that would end with a carriage return, one in 256, stays uncompressed."""
    if not stream.compress:
        return
    stream.compress = False
    _, _, plain = pydyf.Stream(stream.stream).data.partition(_BEGIN)
    compressed = zlib.compress(plain.removesuffix(_END), _LEVEL)
    if not compressed.endswith(_LINE_END):
        stream.stream = [compressed]
        stream.extra["Filter"] = "/FlateDecode"
