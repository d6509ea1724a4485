"""Stream lengths that strict readers accept: no stream ends with a carriage return.

One packed stream in 256 does, and the line feed before `endstream` then makes a line's end of it: its length
seems to be one less than it says (ISO 19005-3, 6.1.7.1). The last byte is of a checksum of what is packed, so
a line feed more in there, which no reader minds, makes it another.
"""

import io
import zlib
from collections.abc import Sequence
from typing import Any

from pikepdf import Name, ObjectStreamMode, Pdf, Stream

_TRIES = 16
_RETURN = 0x0D


def stream_of(pdf: Pdf, content: bytes, **entries: Any) -> Stream:
    """A stream of the document that will be packed when it is written, with the entries of its dictionary."""
    return pdf.make_stream(_padded(content), **entries)


def pad_all(pdf: Pdf) -> None:
    """The same for streams that are not compressed yet; metadata never are."""
    for stream in pdf.objects:
        if isinstance(stream, Stream) and "/Filter" not in stream and stream.get("/Type") != Name.Metadata:
            content = stream.read_bytes()
            if (padded := _padded(content)) != content:
                stream.write(padded)


def written(pdf: Pdf, loose: Sequence[tuple[Any, str]]) -> bytes:
    """The document as a file, the same bytes for the same document.

    The writer packs small objects together, in an order that its first objects decide: where one of those
    packs ends badly, one of the `loose` values becomes an object of its own, and all others move up.
    """
    data = b""
    for variant in range(_TRIES):
        for bit, (holder, key) in enumerate(loose):
            if variant >> bit & 1 and not holder[key].is_indirect:
                holder[key] = pdf.make_indirect(holder[key])
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
        data = out.getvalue()
        if b"\r\nendstream" not in data:
            break
    return data


def _padded(content: bytes) -> bytes:
    while zlib.adler32(content) & 0xFF == _RETURN:
        content += b"\n"
    return content
