"""A backup: a ZIP of JSON lines, one file a note, with the SHA-256 of each, readable by any program.

`pochette.json` comes last and names everything: a backup that was cut off is told from a whole one. The
comment of the ZIP is the SHA-256 of all before it, so that no byte anywhere can change unseen.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Final, cast

from server.ids import NoteId
from server.storage.dump import Row

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

FORMAT: Final = 1
_MANIFEST: Final = "pochette.json"
_SHARED: Final = "instance.jsonl"
_SEAL_BYTES: Final = 64
_PIECE_BYTES: Final = 1 << 20
_ZIP: Final = b"PK\x03\x04"
# A file that unpacks to more than both was made to fill a disk; what people write is packed 3 to 20 times.
_MOST_UNPACKED_BYTES: Final = 64 << 20
_MOST_RATIO: Final = 200
# SQLite takes values of a billion bytes, which are a third longer in base64.
_MOST_LINE_BYTES: Final = 1_400_000_000


class DamagedError(Exception):
    """A backup that is not whole; the message names what is damaged first."""


class ArchiveWriter:
    """Writes one entry after the other, and at last the manifest; `target` may be a pipe."""

    def __init__(self, target: IO[bytes]) -> None:
        self._sealed = _Sealed(target)
        self._zip = zipfile.ZipFile(cast("IO[bytes]", self._sealed), "w", zipfile.ZIP_DEFLATED)
        self._hashes: dict[str, str] = {}

    def shared(self, rows: Iterable[Row]) -> None:
        """The rows that belong to no note."""
        self._write(_SHARED, rows)

    def note(self, note: NoteId, rows: Iterable[Row]) -> None:
        """The rows of one note."""
        self._write(_name(note), rows)

    def finish(self, *, made_at: int, schema: int, key: str = "") -> int:
        """End the backup; how many notes it holds. `key`: the fingerprint of the instance's key, in hex."""
        manifest = {
            "format": FORMAT,
            "made_at": made_at,
            "schema": schema,
            **({"key": key} if key else {}),
            "sha256": self._hashes,
        }
        self._zip.writestr(_MANIFEST, json.dumps(manifest, indent=1))
        self._zip.comment = bytes(_SEAL_BYTES)
        self._zip.close()
        self._sealed.finish()
        return len(self._hashes) - 1

    def _write(self, name: str, rows: Iterable[Row]) -> None:
        digest = hashlib.sha256()
        with self._zip.open(name, "w") as entry:
            for table, row in rows:
                line = json.dumps([table, row], ensure_ascii=False).encode() + b"\n"
                digest.update(line)
                entry.write(line)
        self._hashes[name] = digest.hexdigest()


class _Sealed:
    """A file that may be a pipe, its last bytes replaced by the SHA-256 of all before them."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self._digest = hashlib.sha256()
        self._held = b""

    def write(self, data: "ReadableBuffer") -> int:
        many = memoryview(data).nbytes
        self._held += bytes(data)
        ready, self._held = self._held[:-_SEAL_BYTES], self._held[-_SEAL_BYTES:]
        self._digest.update(ready)
        self._target.write(ready)
        return many

    def flush(self) -> None:
        self._target.flush()

    def finish(self) -> None:
        self._target.write(self._digest.hexdigest().encode("ascii"))
        self._target.flush()


class ArchiveReader:
    """Reads a backup. Raises DamagedError wherever something is not as it was written."""

    def __init__(self, source: IO[bytes]) -> None:
        self._file = source
        try:
            self._zip = _opened(self._file)
            self._manifest = _manifest_of(self._zip)
            self._expect_sealed()
        except BaseException:
            self._file.close()
            raise

    @property
    def notes(self) -> list[NoteId]:
        """The notes in it."""
        return [NoteId(name[6:-6]) for name in self._manifest.hashes if name != _SHARED]

    @property
    def schema(self) -> int:
        """The schema of the database that it was written from; 0 for a single note."""
        return self._manifest.schema

    @property
    def key(self) -> str:
        """The fingerprint of its instance's key, in hex; "" where it does not say that."""
        return self._manifest.key

    def shared(self) -> Iterator[Row]:
        """The rows that belong to no note."""
        return self._read(_SHARED, "the list of visitors and devices")

    def note(self, note: NoteId) -> Iterator[Row]:
        """The rows of one note."""
        return self._read(_name(note), f"note {note}")

    def close(self) -> None:
        """Close it, and the file that it was given."""
        self._zip.close()
        self._file.close()

    def _expect_sealed(self) -> None:
        if self._zip.comment != _seal_of(self._file):
            raise DamagedError(self._first_damage())

    def _first_damage(self) -> str:
        try:
            for _ in self.shared():
                """Reading is looking."""
            for note in self.notes:
                for _ in self.note(note):
                    """Reading is looking."""
        except DamagedError as error:
            return str(error)
        return "its notes are whole, but what stands around them is damaged"

    def _read(self, name: str, called: str) -> Iterator[Row]:
        """Line by line: a row is in memory, and not all of them."""
        digest = hashlib.sha256()
        try:
            with self._zip.open(name) as entry:
                while line := entry.readline(_MOST_LINE_BYTES):
                    digest.update(line)
                    table, row = json.loads(line)
                    yield table, row
        except Exception as error:  # zlib, zipfile and struct each have their own way to say it
            raise DamagedError(f"{called} is damaged") from error
        if digest.hexdigest() != self._manifest.hashes[name]:
            raise DamagedError(f"{called} is damaged")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Manifest:
    """The list of contents; `hashes` are the SHA-256 of each file, in hex."""

    schema: int
    key: str
    hashes: Mapping[str, str]


def _opened(file: IO[bytes]) -> zipfile.ZipFile:
    """Raises DamagedError for what is no ZIP that a backup could be."""
    size = file.seek(0, os.SEEK_END)
    if not size:
        raise DamagedError("it is empty: expected a file that `pochette backup` wrote")
    file.seek(0)
    if file.read(len(_ZIP)) != _ZIP:
        raise DamagedError("it is no backup, or its beginning is missing: expected a ZIP file")
    try:
        archive = zipfile.ZipFile(file)
    except Exception as error:  # zipfile and struct each have their own way to say it
        raise DamagedError("it is cut off: the end of the file is missing") from error
    unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > max(_MOST_UNPACKED_BYTES, size * _MOST_RATIO):
        raise DamagedError(
            f"it would unpack to {unpacked >> 20} MB, {unpacked // size} times its size: no backup does"
        )
    return archive


def _manifest_of(archive: zipfile.ZipFile) -> _Manifest:
    """Raises DamagedError."""
    if _MANIFEST not in archive.namelist():
        raise DamagedError(f"it is no backup: expected {_MANIFEST} in it, which names its notes")
    try:
        told: dict[str, Any] = json.loads(archive.read(_MANIFEST))
        format_, hashes = told["format"], told["sha256"]
        manifest = _Manifest(schema=int(told["schema"]), key=str(told.get("key", "")), hashes={**hashes})
    except Exception as error:  # zlib, zipfile and struct each have their own way to say it
        raise DamagedError("its list of contents is damaged") from error
    if format_ != FORMAT:
        raise DamagedError(f"expected a backup of format {FORMAT}, got {format_}")
    return manifest


def _seal_of(file: IO[bytes]) -> bytes:
    """The SHA-256 of all but the last bytes, which are its place."""
    left = max(0, file.seek(0, os.SEEK_END) - _SEAL_BYTES)
    file.seek(0)
    digest = hashlib.sha256()
    while left:
        piece = file.read(min(left, _PIECE_BYTES))
        digest.update(piece)
        left -= len(piece)
    return digest.hexdigest().encode("ascii")


def _name(note: NoteId) -> str:
    return f"notes/{note}.jsonl"
