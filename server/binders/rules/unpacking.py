"""Files that came together, put in order: notes, the pictures beside them, and what is refused."""

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Final, Protocol
from urllib.parse import unquote

from export.errors import ExportError
from export.office.into import kind_of_file
from export.office.packed import Packed
from server.ids import NoteId
from server.jobs.asker import Asker
from server.jobs.pool import JobPool
from server.secrets.tokens import new_note_id
from server.storage.imports import ImportFile, State
from server.targets import NoteTarget
from server.text.paths import target_path

MOST_NOTES: Final = 2_000
ARCHIVE: Final = "Archive"


class Upload(Protocol):
    """A file as it came; its name has no folder in it, and may be empty."""

    @property
    def name(self) -> str: ...

    @property
    def content(self) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A file as it came, or one entry of a zip, whose bytes are cut out when their turn has come."""

    source: bytes = field(repr=False)
    start: int = 0
    stop: int | None = None
    packed: Packed | None = None
    comment: str = ""

    @property
    def raw(self) -> bytes:
        return self.source[self.start : self.stop]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What one zip holds, by path: its pictures, and the notes that its files become."""

    pictures: Mapping[str, Part] = field(default_factory=dict)
    notes: Mapping[str, NoteId] = field(default_factory=dict)

    def picture(self, path: str, address: str) -> str | None:
        """The path of the picture that a note names by a relative address."""
        there = _resolved(path, address)
        return there if there in self.pictures else None

    def note(self, path: str, address: str) -> str | None:
        """The address of the note that another one's relative address leads to."""
        file, mark, rest = address.partition("#")
        there = self.notes.get(_resolved(path, file))
        return f"{target_path(NoteTarget(there))}{mark}{rest}" if there else None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFile:
    """A file of which a note is made. `path` is its place in the zip, or its name."""

    place: int
    path: str
    note: NoteId
    part: Part
    theme: str = ""
    beside: Beside = field(default_factory=Beside)

    @property
    def name(self) -> str:
        return posixpath.basename(self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """The files that become notes, and a row for every file, in the order in which they came."""

    notes: tuple[NoteFile, ...]
    rows: tuple[ImportFile, ...]


class _Order:
    """Rows and notes as they are found."""

    def __init__(self) -> None:
        self.notes: list[NoteFile] = []
        self.rows: list[ImportFile] = []

    @property
    def next(self) -> int:
        return len(self.rows)

    def row(self, name: str, state: State, said: Mapping[str, Any]) -> None:
        self.rows.append(ImportFile(place=self.next, name=name, state=state, said=said))

    def note(self, name: str, made: NoteFile) -> None:
        if len(self.notes) >= MOST_NOTES:
            self.row(name, State.REFUSED, {"key": "import.tooMany", "params": {"most": MOST_NOTES}})
            return
        self.notes.append(made)
        self.row(name, State.WAITING, {})


async def ordered(jobs: JobPool, uploads: Sequence[Upload], asker: Asker) -> Brought:
    """Every file once; zips are listed in the sandbox. Raises Busy."""
    order = _Order()
    for upload in uploads:
        if PurePosixPath(upload.name).suffix.lower() == ".zip":
            await _zip(jobs, upload, asker, order)
            continue
        try:
            kind_of_file(upload.name)
        except ExportError as refused:
            order.row(upload.name, State.REFUSED, {"key": refused.key, "params": dict(refused.params)})
            continue
        note = NoteFile(
            place=order.next, path=upload.name, note=new_note_id(), part=Part(source=upload.content)
        )
        order.note(upload.name, note)
    return Brought(notes=tuple(order.notes), rows=tuple(order.rows))


async def _zip(jobs: JobPool, upload: Upload, asker: Asker, order: _Order) -> None:
    try:
        done = await jobs.run("list", upload.content, asker=asker)
    except ExportError as refused:
        order.row(upload.name, State.REFUSED, {"key": refused.key, "params": dict(refused.params)})
        return
    entries: list[dict[str, Any]] = done.facts["entries"]
    good = [one for one in entries if not one["why"]]
    notes = {one["name"]: new_note_id() for one in good if not one["picture"]}
    beside = Beside(
        pictures={one["name"]: _part(upload.content, one) for one in good if one["picture"]}, notes=notes
    )
    top = _common_folder(list(notes))
    for one in entries:
        name = one["name"]
        if one["why"]:
            order.row(name, State.REFUSED, {"key": one["why"], "params": one["params"]})
        elif name in notes:
            file = NoteFile(
                place=order.next,
                path=name,
                note=notes[name],
                part=_part(upload.content, one),
                theme=_theme(name.removeprefix(top)),
                beside=beside,
            )
            order.note(name, file)
    if done.facts["aside"]:
        order.row(upload.name, State.ASIDE, {"count": done.facts["aside"]})


def _part(raw: bytes, entry: Mapping[str, Any]) -> Part:
    packed = Packed(method=entry["method"], size=entry["size"], crc=entry["crc"])
    start: int = entry["start"]
    stop = start + entry["packed"]
    return Part(source=raw, start=start, stop=stop, packed=packed, comment=entry["comment"])


def _common_folder(paths: Sequence[str]) -> str:
    """The one folder around everything that many programs put there, with its slash; it is no theme."""
    folders = {path.partition("/")[0] for path in paths}
    has_folders = any(path.count("/") > 1 for path in paths)
    return f"{folders.pop()}/" if len(folders) == 1 and has_folders else ""


def _theme(path: str) -> str:
    """The first folder; that of our own archive is none."""
    folders = [folder for folder in PurePosixPath(path).parts[:-1] if folder != ARCHIVE]
    return " ".join(folders[0].split())[:120] if folders else ""


def _resolved(path: str, address: str) -> str:
    """Where a relative address leads from a file; it may not lead out of the zip, where nothing is found."""
    if address.startswith(("/", "#")):
        return ""
    said = unquote(address.partition("?")[0].partition("#")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), said))
