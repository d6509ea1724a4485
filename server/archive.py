"""A backup: a ZIP of JSON lines, one file a note, with the SHA-256 of each, readable by any program.

`pochette.json` comes last and names everything: a backup that was cut off is told from a whole one.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from server.storage import NoteId
from server.storage.dump import Row

FORMAT: Final = 1
_MANIFEST: Final = "pochette.json"
_SHARED: Final = "instance.jsonl"


class DamagedError(Exception):
    """A backup that is not whole; the message names what is damaged first."""


class ArchiveWriter:
    """Writes one entry after the other, and at last the manifest."""

    def __init__(self, target: Path) -> None:
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
        self._zip.close()
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
        try:
            self._zip = zipfile.ZipFile(source)
            self._manifest: dict[str, Any] = json.loads(self._zip.read(_MANIFEST))
        except (zipfile.BadZipFile, KeyError, ValueError) as error:
            raise DamagedError("this is no whole backup: its list of contents cannot be read") from error
        if self._manifest["format"] != FORMAT:
            raise DamagedError(f"expected a backup of format {FORMAT}, got {self._manifest['format']}")

    @property
    def notes(self) -> list[NoteId]:
        """The notes in it."""
        return [NoteId(name[6:-6]) for name in self._manifest["sha256"] if name != _SHARED]

    def shared(self) -> Iterator[Row]:
        """The rows that belong to no note."""
        return self._read(_SHARED, "the list of visitors and devices")

    def note(self, note: NoteId) -> Iterator[Row]:
        """The rows of one note."""
        return self._read(_name(note), f"note {note}")

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

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


def _name(note: NoteId) -> str:
    return f"notes/{note}.jsonl"
