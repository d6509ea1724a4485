"""One entry of a zip, unpacked within the size that the zip declares."""

import zlib
from dataclasses import dataclass
from zipfile import ZIP_DEFLATED, ZIP_STORED

from export.errors import Unreadable

METHODS = (ZIP_STORED, ZIP_DEFLATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """How an entry is packed, and what must come out of it: its bytes and their CRC-32."""

    method: int
    size: int
    crc: int


def unpacked(raw: bytes, packed: Packed | None) -> bytes:
    """What stands in an entry; a file that is in no zip as it is. Raises Unreadable."""
    if packed is None:
        return raw
    content, is_whole = raw, True
    if packed.method == ZIP_DEFLATED:
        unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = unpacking.decompress(raw, packed.size + 1)
        except zlib.error:
            raise Unreadable("files.broken") from None
        is_whole = unpacking.eof
    if not is_whole or len(content) != packed.size or zlib.crc32(content) != packed.crc:
        raise Unreadable("files.broken")
    return content
