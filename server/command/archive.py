"""A backup: a ZIP of JSON lines, one file a note, with the SHA-256 of each, readable by any program.

`pochette.json` comes last and names everything: a backup that was cut off is told from a whole one. The
comment of the ZIP is the SHA-256 of all before it, so that no byte anywhere can change unseen.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Final

from server.ids import NoteId
from server.storage.dump import Row

FORMAT: Final = 1
_MANIFEST: Final = "pochette.json"
_SHARED: Final = "instance.jsonl"
_SEAL_BYTES: Final = 64
_PIECE_BYTES: Final = 1 << 20


class DamagedError(Exception):
    """A backup that is not whole; the message names what is damaged first."""


class ArchiveWriter:
    """Writes one entry after the other, and at last the manifest."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._zip = zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED)
        self._hashes: dict[str, str] = {}

    def shared(self, rows: Iterable[Row]) -> None:
        """The rows that belong to no note."""
        self._write(_SHARED, rows)

    def note(self, note: NoteId, rows: Iterable[Row]) -> None:
        """The rows of one note."""
        self._write(_name(note), rows)

    def finish(self, *, made_at: int, schema: int) -> int:
        """Close the backup; how many notes it holds."""
        manifest = {"format": FORMAT, "made_at": made_at, "schema": schema, "sha256": self._hashes}
        self._zip.writestr(_MANIFEST, json.dumps(manifest, indent=1))
        self._zip.comment = bytes(_SEAL_BYTES)
        self._zip.close()
        with self._target.open("r+b") as file:
            seal = _seal_of(file)
            file.seek(-_SEAL_BYTES, os.SEEK_END)
            file.write(seal)
        return len(self._hashes) - 1

    def _write(self, name: str, rows: Iterable[Row]) -> None:
        digest = hashlib.sha256()
        with self._zip.open(name, "w") as entry:
            for table, row in rows:
                line = json.dumps([table, row], ensure_ascii=False).encode() + b"\n"
                digest.update(line)
                entry.write(line)
        self._hashes[name] = digest.hexdigest()


class ArchiveReader:
    """Reads a backup. Raises DamagedError wherever something is not as it was written."""

    def __init__(self, source: Path) -> None:
        self._file = source.open("rb")
        try:
            self._zip = zipfile.ZipFile(self._file)
            self._manifest: dict[str, Any] = json.loads(self._zip.read(_MANIFEST))
        except Exception as error:  # zlib, zipfile and struct each have their own way to say it
            self._file.close()
            raise DamagedError("this is no whole backup: its list of contents cannot be read") from error
        if self._zip.comment != _seal_of(self._file):
            damage = self._first_damage()
            self.close()
            raise DamagedError(damage)
        if self._manifest["format"] != FORMAT:
            raise DamagedError(f"expected a backup of format {FORMAT}, got {self._manifest['format']}")

    @property
    def notes(self) -> list[NoteId]:
        """The notes in it."""
        return [NoteId(name[6:-6]) for name in self._manifest["sha256"] if name != _SHARED]

    @property
    def schema(self) -> int:
        """The schema of the database that it was written from; 0 for a single note."""
        return int(self._manifest["schema"])

    def shared(self) -> Iterator[Row]:
        """The rows that belong to no note."""
        return self._read(_SHARED, "the list of visitors and devices")

    def note(self, note: NoteId) -> Iterator[Row]:
        """The rows of one note."""
        return self._read(_name(note), f"note {note}")

    def close(self) -> None:
        """Close the file."""
        self._zip.close()
        self._file.close()

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
        try:
            content = self._zip.read(name)
        except Exception as error:  # zlib, zipfile and struct each have their own way to say it
            raise DamagedError(f"{called} is damaged") from error
        if hashlib.sha256(content).hexdigest() != self._manifest["sha256"][name]:
            raise DamagedError(f"{called} is damaged")
        for line in content.splitlines():
            table, row = json.loads(line)
            yield table, row


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
