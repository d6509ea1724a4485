"""Notes as files of one archive: safe and unique names, and addresses that lead from one file to another."""

import posixpath
import re
import unicodedata
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from export.note.destinations import replaced
from export.note.pictures import name_of

MOST_NAME: Final = 120
_UNSAFE: Final = re.compile(r'[\\/:*?"<>|]')
# Source: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_NOTE: Final = re.compile(r"(?:(?P<origin>https?://[^/\s]+))?/n/(?P<id>[A-Za-z0-9_-]{22})(?P<rest>[?#].*)?")


class Names:
    """Names of one archive, each given once; on no disk do two of them fall together."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._folders: dict[str, str] = {}

    def folder(self, said: str) -> str:
        """The folder of a theme; two spellings that differ in case alone have the first one's."""
        name = safe(said, MOST_NAME)
        return self._folders.setdefault(_folded(name), name)

    def file(self, folder: str, said: str, ending: str) -> str:
        """A path for something that is called `said`."""
        number = 1
        while True:
            tail = f" ({number}).{ending}" if number > 1 else f".{ending}"
            path = posixpath.join(folder, safe(said, MOST_NAME - len(tail)) + tail)
            if _folded(path) not in self._given:
                self._given.add(_folded(path))
                return path
            number += 1


def safe(said: str, most: int) -> str:
    """What every file system takes as one name, `most` bytes at most; "note" where nothing is left."""
    shown = "".join(one for one in unicodedata.normalize("NFC", said) if one.isprintable() or one == "\t")
    name = " ".join(_UNSAFE.sub(" ", shown).split()).strip(" .")
    name = name.encode()[:most].decode(errors="ignore").strip(" .")
    return f"_{name}"[:most] if _DEVICES.fullmatch(name) else name or "note"


def linked(text: str, path: str, pictures: Mapping[str, str], notes: Mapping[str, str], origin: str) -> str:
    """The text of the note at `path`: its pictures and the notes of the archive by relative addresses."""

    def address_of(address: str) -> str | None:
        if (picture := name_of(address)) in pictures:
            return _relative(pictures[picture], path)
        note = _NOTE.fullmatch(address)
        if note is None or note["id"] not in notes or note["origin"] not in {None, origin}:
            return None
        return _relative(notes[note["id"]], path) + (note["rest"] or "")

    return replaced(text, address_of)


def _relative(path: str, start: str) -> str:
    return quote(posixpath.relpath(path, posixpath.dirname(start) or "."))


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path.casefold())
