"""Pictures beside a Markdown file: read below its folder only, each encoded again by a child process."""

import os
import re
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from export.errors import ExportError, Refused
from export.note.comments import Thread
from export.note.destinations import of_pictures
from export.note.pictures import name_of
from export.process.one_shot import one_shot

MOST_BYTES = 32 << 20
_OUTSIDE = "only pictures below the folder of the file are taken"
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTaken:
    """A picture that is not in the print, and why; lines are counted from 1."""

    line: int
    address: str
    error: Exception


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The text with the names that pictures have in a note; `about` and `pictures` are by these names."""

    markdown: str
    threads: tuple[Thread, ...]
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    about: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    not_taken: tuple[NotTaken, ...] = ()


def take(markdown: str, threads: Sequence[Thread], folder: Path) -> Taken:
    """Read the pictures that a text names, each once."""
    ids: dict[str, str] = {}
    pictures: dict[str, bytes] = {}
    about: dict[str, Mapping[str, Any]] = {}
    missing: list[NotTaken] = []
    parts: list[str] = []
    end, moves = 0, list[tuple[int, int]]()
    for line, start, stop in of_pictures(markdown):
        address = markdown[start:stop]
        if name_of(address):
            continue
        try:
            if address not in ids:
                done = one_shot("picture", _read(folder, address))
                ids[address] = done.facts["id"]
                about[done.facts["id"]], pictures[done.facts["id"]] = done.facts, done.parts[0]
        except (ExportError, OSError, ValueError) as error:
            missing.append(NotTaken(line=line, address=address, error=error))
            continue
        before = 1 if markdown[start - 1] == "<" else 0
        parts += [markdown[end : start - before], f"image/{ids[address]}"]
        end = stop + before
        moves.append((end, sum(map(len, parts)) - end))
    return Taken(
        markdown="".join([*parts, markdown[end:]]),
        threads=tuple(replace(one, place=_moved(one.place, moves)) for one in threads),
        pictures=pictures,
        about=about,
        not_taken=tuple(missing),
    )


def _read(folder: Path, address: str) -> bytes:
    """A file below the folder, by names alone: no way up, no link that leads out. Raises Refused, OSError."""
    if _ELSEWHERE.match(address):
        raise Refused("picture.elsewhere", "pictures from elsewhere are not fetched")
    path = Path(unquote(address.partition("?")[0].partition("#")[0]))
    if path.is_absolute() or ".." in path.parts:
        raise Refused("picture.outside", _OUTSIDE)
    root = folder.resolve(strict=True)
    real = (root / path).resolve(strict=True)
    if not real.is_relative_to(root):
        raise Refused("picture.outside", _OUTSIDE)
    handle = os.open(real, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            raise Refused("picture.no-file", "expected a file with a picture")
        if about.st_size > MOST_BYTES:
            limit = MOST_BYTES >> 20
            raise Refused("picture.large", f"larger than {limit} MB", limit=limit)
        return file.read(MOST_BYTES + 1)


def _moved(place: int | None, moves: Sequence[tuple[int, int]]) -> int | None:
    """Where a place of the text is, once addresses before it are longer or shorter."""
    if place is None:
        return None
    return place + next((by for end, by in reversed(moves) if end <= place), 0)
