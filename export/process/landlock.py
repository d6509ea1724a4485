"""Landlock: which files this process may open from here on. Source: landlock(7)."""

import ctypes
import os
import stat
from collections.abc import Sequence
from typing import Final

from export.process.linux import syscall

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE: Final = 1 << 14
_READ: Final = _EXECUTE | _READ_FILE | _READ_DIR
# What a rule for a file, and no folder, may name.
_OF_A_FILE: Final = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
# How many rights on files each version of the interface knows; REFER came with 2, TRUNCATE 3, IOCTL_DEV 5.
_FILE_RIGHTS: Final = {1: 13, 2: 14, 3: 15, 4: 15}
_FILE_RIGHTS_NOW: Final = 16
_NETWORK: Final = 0b11  # to bind and to connect with TCP: 4
_SCOPES: Final = 0b11  # abstract sockets and signals, to processes outside: 6
_VERSION: Final = 1  # the flag that asks for it
_PATH_BENEATH: Final = 1


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def version() -> int:
    """The version of the kernel's interface, 0 where it has none."""
    try:
        return syscall("landlock_create_ruleset", None, 0, _VERSION)
    except OSError:
        return 0


def restrict(readable: Sequence[str], writable: Sequence[str], *, folder: str | None) -> int:
    """Nothing may be opened but these: returns the version, 0 where there is no Landlock.

    `writable` are single files; below `folder` anything may be made. No port can be bound or connected to,
    and no process outside gets a signal, where the version knows of that. Needs NO_NEW_PRIVS.
    """
    known = version()
    if known == 0:
        return 0
    files = (1 << _FILE_RIGHTS.get(known, _FILE_RIGHTS_NOW)) - 1
    asked = _Ruleset(files, _NETWORK if known >= 4 else 0, _SCOPES if known >= 6 else 0)
    size = 8 if known < 4 else 16 if known < 6 else 24
    ruleset = syscall("landlock_create_ruleset", ctypes.byref(asked), size, 0)
    try:
        for path in readable:
            _allow(ruleset, path, _READ & files)
        for path in writable:
            _allow(ruleset, path, (_READ_FILE | _WRITE_FILE | _TRUNCATE) & files)
        if folder is not None:
            _allow(ruleset, folder, files & ~_EXECUTE)
            # All that is there is its own: modules are found by listing the folders above them.
            _allow(ruleset, "/", _READ_DIR)
        syscall("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)
    return known


def _allow(ruleset: int, path: str, rights: int) -> None:
    """A path that is not there needs no rule."""
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(handle).st_mode):
            rights &= _OF_A_FILE
        syscall("landlock_add_rule", ruleset, _PATH_BENEATH, ctypes.byref(_Beneath(rights, handle)), 0)
    finally:
        os.close(handle)
