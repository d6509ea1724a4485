"""Advisory locks in the data folder: one owner at a time, and no owner that rewrites what others have open.

`pochette.lock` is exclusive: the server has it, or a command that may not run beside a server.
`database.lock` is shared by every process that opens the database; a command that must be alone takes it
exclusively. Both are flock(2): the kernel releases them when a process ends, however it ends.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from server.data_folder.holders import in_the_way
from server.errors import StartError
from server.new_files import create

_OWNER: Final = "pochette.lock"
_OPEN: Final = "database.lock"


class OwnedError(StartError):
    """Another process owns the folder: a server, or a command that must be alone."""


@contextmanager
def serving(folder: Path) -> Iterator[None]:
    """For the server: no other server, and no command that must be alone. Raises OwnedError, StartError."""
    with _owning(folder), opening(folder):
        yield


@contextmanager
def sole_owner(folder: Path) -> Iterator[None]:
    """For a command that must be alone: no server and no other command. Raises OwnedError, StartError."""
    with _owning(folder), _locked(folder / _OPEN, fcntl.LOCK_EX) as is_locked:
        if not is_locked:
            other = in_the_way(folder / _OPEN, "Another command of Pochette")
            raise StartError(
                f"{other} reads or writes the notes of {folder}: wait for its end. Nothing is changed."
            )
        yield


@contextmanager
def opening(folder: Path) -> Iterator[None]:
    """For a command that may run beside a server: no command that must be alone. Raises StartError."""
    with _locked(folder / _OPEN, fcntl.LOCK_SH) as is_locked:
        if not is_locked:
            other = in_the_way(folder / _OPEN, "Another command of Pochette")
            raise StartError(f"{other} rewrites the notes of {folder}: wait for its end, then try again.")
        yield


def is_owned(folder: Path) -> bool:
    """Whether a server runs there, or a command that must be alone."""
    with _locked(folder / _OWNER, fcntl.LOCK_EX) as is_locked:
        return not is_locked


@contextmanager
def _owning(folder: Path) -> Iterator[None]:
    with _locked(folder / _OWNER, fcntl.LOCK_EX) as is_locked:
        if not is_locked:
            other = in_the_way(folder / _OWNER, "Another Pochette")
            raise OwnedError(f"{other} uses {folder}: stop it first, or name another folder with --data.")
        yield


@contextmanager
def _locked(file: Path, kind: int) -> Iterator[bool]:
    """Whether the lock was free, which is then held until the end. Raises StartError."""
    try:
        lock = _opened(file)
    except OSError as error:
        raise StartError(f"The folder {file.parent} takes no file: {error.strerror}.") from error
    with lock:
        try:
            fcntl.flock(lock, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _opened(file: Path) -> IO[str]:
    try:
        return os.fdopen(create(file), "a")
    except FileExistsError:
        return file.open("a")
