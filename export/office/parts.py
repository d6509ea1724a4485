"""Unpacks an uploaded ZIP under our own limits: the parts that pandoc may read, and the pictures."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from export.errors import Unreadable

MOST_ENTRIES: Final = 4_000
MOST_BYTES: Final = 160 << 20
MOST_XML: Final = 48 << 20
_TEXT = re.compile(r"(?:.*/)?[^/]*(?:\.xml|\.rels|\[Content_Types\]\.xml)|mimetype")
_PICTURE = re.compile(r"(?:word/media|Pictures|media)/[^/]+")
_COMMENTED: Final = ("word/comments.xml", "content.xml")
_COMMENT = re.compile(rb"<(?:w:comment|office:annotation)[ >]")
_CHUNK = 1 << 20
# The container of Word before 2007, in which Word still puts what has a password. Source: [MS-CFB], 2.2.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED_WORD = "EncryptedPackage".encode("utf-16-le")
_LOCKED_WRITER = b"encryption-data"
_MANIFEST = "META-INF/manifest.xml"

# What the main part becomes, from all parts of XML by their names.
Edit: TypeAlias = Callable[[Mapping[str, bytes]], bytes]
Count: TypeAlias = Callable[[Mapping[str, bytes]], Mapping[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """`words` is a new ZIP of the XML alone: no macro, no object; a picture is named in it and empty."""

    words: bytes
    pictures: zipfile.ZipFile
    # What a note cannot say, and how often it is there.
    left: Mapping[str, int] = field(default_factory=dict)

    def picture(self, address: str) -> bytes | None:
        """By the address that pandoc gives it."""
        for name in (address, f"word/{address}"):
            if name in self.pictures.namelist() and _PICTURE.fullmatch(name):
                return _read(self.pictures, self.pictures.getinfo(name), MOST_XML)
        return None


def parts_of(raw: bytes, *, main: str, edit: Edit, count: Count) -> Parts:
    """`main` makes it this kind of file; `edit` changes it, `count` tells what its note will not say.

    Raises Unreadable.
    """
    if raw.startswith(_OLE):
        raise Unreadable("files.locked" if _LOCKED_WORD in raw else "files.other-kind")
    try:
        source = zipfile.ZipFile(io.BytesIO(raw))
        entries = source.infolist()
        if main not in source.namelist():
            raise Unreadable("files.other-kind")
        if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
            raise Unreadable("files.bomb", {"limit": MOST_BYTES >> 20})
        if _is_locked(source, entries):
            raise Unreadable("files.locked")
        texts = _texts(source, entries)
        comments = sum(len(_COMMENT.findall(texts.get(name, b""))) for name in _COMMENTED)
        left = {**count(texts), "comments": comments}
        return Parts(words=_words(texts, entries, main, edit), pictures=source, left=left)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        raise Unreadable("files.broken") from None


def _is_locked(source: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> bool:
    if any(entry.flag_bits & 1 for entry in entries):
        return True
    manifest = next((entry for entry in entries if entry.filename == _MANIFEST), None)
    return manifest is not None and _LOCKED_WRITER in _read(source, manifest, MOST_XML)


def _words(texts: dict[str, bytes], entries: list[zipfile.ZipInfo], main: str, edit: Edit) -> bytes:
    texts[main] = edit(texts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name, content in texts.items():
            target.writestr(name, content)
        for entry in entries:
            if _PICTURE.fullmatch(entry.filename):
                target.writestr(entry.filename, b"")
    return out.getvalue()


def _texts(source: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    texts: dict[str, bytes] = {}
    left = MOST_XML
    for entry in entries:
        if _TEXT.fullmatch(entry.filename):
            content = _read(source, entry, left)
            left -= len(content)
            if b"<!ENTITY" in content or "<!ENTITY".encode("utf-16-le") in content:
                raise Unreadable("files.broken")
            texts[entry.filename] = content
    return texts


def _read(source: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """Count the unpacked bytes; the size that the ZIP declares is not believed."""
    content = bytearray()
    with source.open(entry) as file:
        while chunk := file.read(_CHUNK):
            content += chunk
            if len(content) > most:
                raise Unreadable("files.bomb", {"limit": MOST_XML >> 20})
    return bytes(content)
