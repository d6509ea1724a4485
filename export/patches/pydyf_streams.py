"""Each object of a PDF is written out and packed once, and no packed stream ends as a line does.

pydyf writes an object out each time somebody asks what it is: here to look at its end, for the file, for the
file's identifier. That was a tenth of a long print.
"""

import zlib
from typing import Any

import pydyf  # type: ignore[import-untyped]

# The two levels above take three times as long, for three bytes in a hundred.
_LEVEL = 7
_BEGIN, _END, _LINE_END = b"stream\n", b"\nendstream", b"\r"


class _Written(pydyf.Object):  # type: ignore[misc]
    """What an object has become."""

    def __init__(self, of: Any) -> None:
        super().__init__()
        self.number = of.number
        self._written: bytes = of.data

    @property
    def data(self) -> bytes:
        """What goes into the file."""
        return self._written


class _WrittenStream(_Written, pydyf.Stream):  # type: ignore[misc]
    """A stream stays one: it cannot be packed together with others."""


class _PackedAsAdded(list[Any]):
    """The objects of a file; its tables come last, while it is written."""

    def append(self, thing: Any) -> None:
        if isinstance(thing, pydyf.Stream):
            _pack(thing)
        super().append(thing)


def write_once(pdf: Any) -> None:
    """To be called when nothing changes any more."""
    for number, thing in enumerate(pdf.objects):
        if isinstance(thing, pydyf.Stream):
            _pack(thing)
            pdf.objects[number] = _WrittenStream(thing)
        elif thing.free == "n":
            pdf.objects[number] = _Written(thing)
    pdf.objects = _PackedAsAdded(pdf.objects)


def _pack(stream: Any) -> None:
    """One in 256 would end with a carriage return, for strict readers a line's end: it stays as it is."""
    if not stream.compress:
        return
    stream.compress = False
    _, _, plain = pydyf.Stream(stream.stream).data.partition(_BEGIN)
    packed = zlib.compress(plain.removesuffix(_END), _LEVEL)
    if not packed.endswith(_LINE_END):
        stream.stream = [packed]
        stream.extra["Filter"] = "/FlateDecode"
