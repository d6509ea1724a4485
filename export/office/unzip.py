"""The entries of a zip of notes: where each stands, or why it is not read. Nothing is unpacked here."""

import io
import re
import stat
import struct
import zipfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any, Final

from export.errors import Unreadable
from export.office.into import kind_of_file
from export.office.packed import METHODS

MOST_ENTRIES: Final = 20_000
MOST_UNPACKED: Final = 1 << 30
MOST_ENTRY: Final = 32 << 20
MOST_RATIO: Final = 100
PICTURES: Final = ("png", "jpg", "jpeg", "webp", "gif")
_LONGEST_NAME: Final = 1_000
# A small text of spaces packs better than any bomb.
_SMALL: Final = 64 << 20
_IS_UTF8: Final = 0x800
_IS_LOCKED: Final = 0x1
_LOCAL: Final = struct.Struct("<4s5H3I2H")
_SERVICE: Final = frozenset({"__macosx", "thumbs.db", "desktop.ini"})
_DRIVE: Final = re.compile(r"[A-Za-z]:")


def listed(raw: bytes) -> dict[str, Any]:
    """`entries`: those that are notes, pictures or refused; `aside`: how many files of other systems.

    Raises Unreadable for a zip that is damaged as a whole, too large, or whose entries overlap.
    """
    try:
        found = zipfile.ZipFile(io.BytesIO(raw)).infolist()
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, struct.error):
        raise Unreadable("files.broken") from None
    if len(found) > MOST_ENTRIES:
        raise Unreadable("files.zip-entries", {"limit": MOST_ENTRIES})
    together = sum(entry.file_size for entry in found)
    if together > MOST_UNPACKED or together > max(_SMALL, MOST_RATIO * len(raw)):
        raise Unreadable(
            "files.bomb", {"limit": min(MOST_UNPACKED, max(_SMALL, MOST_RATIO * len(raw))) >> 20}
        )
    entries, aside, seen = list[dict[str, Any]](), 0, set[str]()
    for entry in found:
        name = name_of(entry)
        if name.endswith("/"):
            continue
        if _is_of_a_system(name):
            aside += 1
            continue
        entries.append(_entry(raw, entry, name, is_second=name in seen))
        seen.add(name)
    _expect_apart(entries)
    return {"entries": entries, "aside": aside}


def name_of(entry: zipfile.ZipInfo) -> str:
    """The path in the zip. Many programs write UTF-8 without saying so; zipfile takes it for CP437."""
    name = entry.filename
    if not entry.flag_bits & _IS_UTF8:
        try:
            name = name.encode("cp437").decode()
        except UnicodeError:
            name = entry.filename
    return name.replace("\\", "/")


def _is_of_a_system(name: str) -> bool:
    return any(
        (part.startswith(".") and part.strip(".")) or part.lower() in _SERVICE for part in name.split("/")
    )


def _entry(raw: bytes, entry: zipfile.ZipInfo, name: str, *, is_second: bool) -> dict[str, Any]:
    """Its facts; `why` is empty for one that can be read."""
    start = _start(raw, entry)
    facts = {
        "name": name[:_LONGEST_NAME],
        "start": start or 0,
        "packed": entry.compress_size,
        "size": entry.file_size,
        "method": entry.compress_type,
        "crc": entry.CRC,
        "comment": entry.comment[:200].decode("ascii", "replace"),
        "picture": PurePosixPath(name).suffix[1:].lower() in PICTURES,
    }
    why, params = _why_not(entry, name, start, is_second=is_second, is_picture=bool(facts["picture"]))
    return {**facts, "why": why, "params": params}


def _why_not(
    entry: zipfile.ZipInfo, name: str, start: int | None, *, is_second: bool, is_picture: bool
) -> tuple[str, dict[str, Any]]:
    leads_out = name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/")
    refused = {
        "files.zip-name": leads_out or len(name) > _LONGEST_NAME,
        "files.zip-link": stat.S_ISLNK(entry.external_attr >> 16),
        "files.locked": entry.flag_bits & _IS_LOCKED,
        "files.zip-twice": is_second,
        "files.zip-inside": PurePosixPath(name).suffix.lower() == ".zip",
    }
    if why := next((key for key, is_so in refused.items() if is_so), ""):
        return why, {}
    try:
        if not is_picture:
            kind_of_file(name)
    except Unreadable as error:
        return error.key, dict(error.params)
    if entry.file_size > MOST_ENTRY:
        return "files.zip-large", {"limit": MOST_ENTRY >> 20}
    return "files.broken" if start is None or entry.compress_type not in METHODS else "", {}


def _start(raw: bytes, entry: zipfile.ZipInfo) -> int | None:
    """Where its bytes begin, behind its local header; None where there are not as many as it says."""
    head = raw[entry.header_offset : entry.header_offset + _LOCAL.size]
    if entry.header_offset < 0 or len(head) < _LOCAL.size:
        return None
    mark, _, flags, method, *_, name, extra = _LOCAL.unpack(head)
    start = entry.header_offset + _LOCAL.size + name + extra
    is_same = mark == b"PK\x03\x04" and method == entry.compress_type and not flags & _IS_LOCKED
    return start if is_same and start + entry.compress_size <= len(raw) else None


def _expect_apart(entries: Sequence[dict[str, Any]]) -> None:
    """Entries that share bytes unfold to far more than was sent. Source: Fifield, A better zip bomb, 2019."""
    spans = sorted((one["start"], one["start"] + one["packed"]) for one in entries if one["start"])
    if any(stop > start for (_, stop), (start, _) in pairwise(spans)):
        raise Unreadable("files.zip-overlap")
