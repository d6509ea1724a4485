"""A disk in memory, as SQLite sees one: a power cut loses, tears or keeps what was not synchronised.

`Disk.fail_at` lets one write or fsync fail; after a failed fsync what waited is gone while reading still
shows it, as on Linux.
"""

import random
from dataclasses import dataclass, field
from typing import Final

import apsw

SECTOR: Final = 512


@dataclass
class _Stored:
    """A file as programs read it, as the platter holds it, and what lies between."""

    seen: bytearray = field(default_factory=bytearray)
    kept: bytearray = field(default_factory=bytearray)
    waiting: list[tuple[int, bytes | None]] = field(default_factory=list)


@dataclass
class Disk:
    """`cut_at` and `fail_at` count writes, truncations, deletions and fsyncs; `lies` makes fsyncs untrue."""

    chance: random.Random
    lies: bool = False
    operations: int = 0
    cut_at: int | None = None
    fail_at: int | None = None
    is_off: bool = False
    files: dict[str, _Stored] = field(default_factory=dict)

    def work(self) -> None:
        """One operation; raises when the power is off, or when this one is to fail."""
        self.operations += 1
        if self.is_off or (self.cut_at is not None and self.operations >= self.cut_at):
            self.is_off = True
            raise apsw.IOError("the power is off")
        if self.operations == self.fail_at:
            raise apsw.IOError("this operation fails")

    def cut(self) -> None:
        """Switch off and on: of what waited, nothing, all, a beginning or any sectors reached the platter."""
        for file in self.files.values():
            way = self.chance.randrange(4)
            beginning = self.chance.randint(0, len(file.waiting))
            for number, (at, data) in enumerate(file.waiting):
                if way == 0 or (way == 1 and number >= beginning):
                    continue
                if way != 2:
                    _reach(file.kept, at, data)
                    continue
                for sector in _sectors(at, data):
                    if self.chance.random() < 0.5:
                        _reach(file.kept, *sector)
            file.seen = bytearray(file.kept)
            file.waiting.clear()
        self.is_off, self.cut_at = False, None


class Vfs(apsw.VFS):
    """The disk under a name for `apsw.Connection(…, vfs=name)`, for connections that lock exclusively."""

    def __init__(self, name: str, disk: Disk) -> None:
        self._disk = disk
        super().__init__(name, "")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> "VfsFile":  # type: ignore[override]  # noqa: N802
        text = name.filename() if isinstance(name, apsw.URIFilename) else name or f"temporary {id(flags)}"
        flags[1] = flags[0]
        if text not in self._disk.files:
            if not flags[0] & apsw.SQLITE_OPEN_CREATE:
                raise apsw.CantOpenError(text)
            self._disk.files[text] = _Stored()
        return VfsFile(self._disk, self._disk.files[text])

    def xAccess(self, pathname: str, flags: int) -> bool:  # noqa: N802, ARG002
        return pathname in self._disk.files

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802, FBT001, ARG002
        self._disk.work()
        self._disk.files.pop(filename, None)

    def xFullPathname(self, name: str) -> str:  # noqa: N802
        return name


class VfsFile:
    """One open file of the disk, with the methods that SQLite calls."""

    def __init__(self, disk: Disk, file: _Stored) -> None:
        self._disk = disk
        self._file = file

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802
        return bytes(self._file.seen[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._disk.work()
        _write(self._file.seen, offset, data)
        self._file.waiting.append((offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        self._disk.work()
        _truncate(self._file.seen, newsize)
        self._file.waiting.append((newsize, None))

    def xSync(self, flags: int) -> None:  # noqa: N802, ARG002
        try:
            self._disk.work()
        except apsw.IOError:
            if not self._disk.is_off:
                self._file.waiting.clear()
            raise
        if not self._disk.lies:
            for at, data in self._file.waiting:
                _reach(self._file.kept, at, data)
            self._file.waiting.clear()

    def xFileSize(self) -> int:  # noqa: N802
        return len(self._file.seen)

    def xClose(self) -> None:  # noqa: N802
        return

    def xLock(self, level: int) -> None:  # noqa: N802, ARG002
        return

    def xUnlock(self, level: int) -> None:  # noqa: N802, ARG002
        return

    def xCheckReservedLock(self) -> bool:  # noqa: N802
        return False

    def xFileControl(self, operation: int, pointer: int) -> bool:  # noqa: N802, ARG002
        return False

    def xSectorSize(self) -> int:  # noqa: N802
        return SECTOR

    def xDeviceCharacteristics(self) -> int:  # noqa: N802
        return 0


def _write(target: bytearray, at: int, data: bytes) -> None:
    if len(target) < at:
        target.extend(bytes(at - len(target)))
    target[at : at + len(data)] = data


def _truncate(target: bytearray, size: int) -> None:
    del target[size:]
    target.extend(bytes(size - len(target)))


def _reach(target: bytearray, at: int, data: bytes | None) -> None:
    if data is None:
        _truncate(target, at)
    else:
        _write(target, at, data)


def _sectors(at: int, data: bytes | None) -> list[tuple[int, bytes | None]]:
    if data is None:
        return [(at, None)]
    return [(at + start, data[start : start + SECTOR]) for start in range(0, len(data), SECTOR)]
