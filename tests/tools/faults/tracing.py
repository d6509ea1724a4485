"""Watches what a program does to the files of a folder, operation by operation, and can stop it at each.

SQLite's operations pass a VFS of our own, those of Python the functions of `os`; the program is unchanged.
"""

import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import apsw

from server.storage.engines.connection import Connection

_VFS: Final = "traced"
# Memory that connections share, and locks: neither outlives the processes.
_LEFT_OUT: Final = ("-shm", ".lock")
_JOURNALS: Final = apsw.SQLITE_OPEN_WAL | apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_SUPER_JOURNAL


@dataclass(frozen=True, slots=True)
class Step:
    """One operation, and the folder just before it: the file behind each name, what each file holds.

    `path` is what a `sync` writes to the disk: a file, or a folder with the names in it.
    """

    what: str
    path: str
    names: dict[str, int]
    contents: dict[int, bytes]


@dataclass
class Folder:
    """Reads a folder again and again; closes no file, which would end locks that the program has on it."""

    root: Path
    _files: dict[int, int] = field(default_factory=dict)
    _known: dict[bytes, bytes] = field(default_factory=dict)

    def step(self, what: str, path: str) -> Step:
        names: dict[str, int] = {}
        for file in self.root.rglob("*"):
            if not file.name.endswith(_LEFT_OUT) and file.is_file():
                names[str(file.relative_to(self.root))] = self._inode(file)
        return Step(what, path, names, {inode: self._content(inode) for inode in set(names.values())})

    def _inode(self, file: Path) -> int:
        inode = file.stat().st_ino
        if inode not in self._files:
            self._files[inode] = os.open(file, os.O_RDONLY)
        return inode

    def _content(self, inode: int) -> bytes:
        descriptor = self._files[inode]
        content = os.pread(descriptor, os.fstat(descriptor).st_size, 0)
        return self._known.setdefault(blake2b(content).digest(), content)


Before = Callable[[str, str], None]


def watch(root: Path, before: Before) -> None:
    """Call `before(what, path)` ahead of each operation in the folder, for the rest of this process."""
    watched = _Watch(root, before)
    for name in ("rename", "replace", "link", "unlink", "remove"):
        watched.patch(name)
    watched.patch("fsync", lambda file: str(Path(f"/proc/self/fd/{file}").readlink()))
    sys.addaudithook(watched.audit)
    watched.vfs = _Vfs(watched)
    apsw.Connection = _Connection  # type: ignore[assignment, misc]
    Connection.__init__ = _open  # type: ignore[assignment, method-assign]


class _Watch:
    vfs: "_Vfs"

    def __init__(self, root: Path, before: Before) -> None:
        self._root = f"{root}/"
        self._before = before
        self._lock = threading.RLock()
        self._is_looking = False

    def patch(self, name: str, path_of: Callable[[Any], str] = os.fspath) -> None:
        real = getattr(os, name)
        what = "sync" if name == "fsync" else name

        def traced(first: Any, *more: Any, **options: Any) -> Any:
            self.meet(what, path_of(first))
            return real(first, *more, **options)

        setattr(os, name, traced)

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        """A file that Python is about to make."""
        if event == "open" and isinstance(arguments[0], str) and arguments[2] & os.O_CREAT:
            self.meet("create", arguments[0])

    def meet(self, what: str, path: str) -> None:
        if not path.startswith(self._root) or path.endswith(_LEFT_OUT):
            return
        with self._lock:
            if not self._is_looking:
                self._is_looking = True
                try:
                    self._before(what, path.removeprefix(self._root))
                finally:
                    self._is_looking = False


class _Connection(apsw.Connection):
    def __init__(
        self, filename: str, flags: int = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
    ) -> None:
        super().__init__(filename, flags=flags, vfs=f"multipleciphers-{_VFS}")


def _open(
    connection: Connection,
    filename: str,
    flags: int = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE,
) -> None:
    super(Connection, connection).__init__(filename, flags=flags, vfs=f"multipleciphers-{_VFS}")


class _Vfs(apsw.VFS):
    def __init__(self, watched: _Watch) -> None:
        self._watched = watched
        super().__init__(_VFS, "unix")

    def xOpen(self, name: Any, flags: list[int]) -> "_File":  # noqa: N802
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        if path is not None and not os.path.exists(path):  # noqa: PTH110 - as SQLite names it
            self._watched.meet("create", path)
        # SQLite writes the name of a journal to the disk with the first sync of whoever may have made it.
        syncs_name = bool(flags[0] & apsw.SQLITE_OPEN_CREATE and flags[0] & _JOURNALS)
        return _File(self._watched, name, flags, syncs_name=syncs_name, path=path)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: FBT001, N802
        self._watched.meet("unlink", filename)
        super().xDelete(filename, syncdir)
        if syncdir:
            self._watched.meet("sync", os.path.dirname(filename))  # noqa: PTH120


class _File(apsw.VFSFile):
    def __init__(self, watched: _Watch, name: Any, flags: list[int], *, syncs_name: bool, path: Any) -> None:
        super().__init__("unix", name, flags)
        self._watched = watched
        self._path = path or ""
        self._syncs_name = syncs_name

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802
        self._watched.meet("read", self._path)
        return super().xRead(amount, offset)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._watched.meet("write", self._path)
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        self._watched.meet("truncate", self._path)
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._watched.meet("sync", self._path)
        super().xSync(flags)
        if self._syncs_name:
            self._watched.meet("sync", os.path.dirname(self._path))  # noqa: PTH120
            self._syncs_name = False
