"""Words that are left in the bytes of a data folder, as they are and within compressed texts."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from tests.databases import values_under

# The two bytes with which a stream of zlib begins, at the level that the index uses.
_BEGIN = zlib.compress(b"")[:2]


def files_with(folder: Path, *words: str) -> list[str]:
    """The files, or tables, that hold any of the words: as it is written, or as the index has it."""
    wanted = [word.encode() for word in words]
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    found = [
        str(path.relative_to(folder))
        for path in files
        if any(word in piece for piece in _pieces(path) for word in wanted)
    ]
    values = values_under(folder)
    return found + [
        name for name, value in values if any(word in piece for piece in _in(value) for word in wanted)
    ]


def _pieces(path: Path) -> Iterator[bytes]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield from (archive.read(name) for name in archive.namelist())
        return
    yield from _in(path.read_bytes())


def _in(content: bytes) -> Iterator[bytes]:
    yield content
    at = content.find(_BEGIN)
    while at >= 0:
        # As far as it goes: the rest of it may be on another page, or written over.
        yield _decompressed(content[at : at + (1 << 16)])
        at = content.find(_BEGIN, at + 1)


def _decompressed(stream: bytes) -> bytes:
    reader = zlib.decompressobj()
    found = bytearray()
    try:
        for byte in range(0, len(stream), 16):
            found += reader.decompress(stream[byte : byte + 16])
            if reader.eof:
                break
    except zlib.error:
        pass
    return bytes(found)
