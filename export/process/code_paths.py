"""Paths that a child may read: the interpreter, libraries, faces and code; no data."""

import mimetypes
import os
import sys
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Final

_SYSTEM: Final = (
    *(f"/usr/{name}" for name in ("bin", "lib", "lib32", "lib64", "libexec", "share")),
    *(f"/usr/local/{name}" for name in ("bin", "lib", "lib64", "share")),
    *("/bin", "/lib", "/lib32", "/lib64"),
    *("/nix/store", "/gnu/store"),
    *("/etc/ld.so.cache", "/etc/alternatives", "/etc/fonts", "/var/cache/fontconfig"),
)
# What an installation of Python, or a virtual environment, has of its own: data may lie beside it.
_OF_A_PREFIX: Final = ("bin", "lib", "lib32", "lib64", "libexec", "share", "pyvenv.cfg")
_PACKAGE_FOLDERS: Final = frozenset({"site-packages", "dist-packages"})
_CODE: Final = (".py", ".pyc", ".so")


def code_paths(program: str = "") -> tuple[str, ...]:
    """Files and folders, none inside another: what is there of the system, Python and `sys.path`."""
    return _found(tuple(sys.path), program)


@cache
def _found(entries: tuple[str, ...], program: str) -> tuple[str, ...]:
    found: list[str] = []
    for path in (program, *_of_all()):
        _add(found, path)
    for entry in filter(None, entries):
        if os.path.basename(entry) in _PACKAGE_FOLDERS:  # noqa: PTH119 -- of all entries, before each start
            _add(found, entry)
        elif not _is_among(os.path.realpath(entry), found):
            for path in _importable(entry):
                _add(found, path)
    named = set(found)
    return tuple(sorted(path for path in named if not _is_among(path, named - {path})))


def _of_all() -> Iterator[str]:
    yield from _SYSTEM
    yield from (os.fspath(file) for file in mimetypes.knownfiles)
    for prefix in {sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix}:
        yield from (f"{prefix.rstrip('/')}/{name}" for name in _OF_A_PREFIX)
    yield from os.environ.get("LD_LIBRARY_PATH", "").split(":")


def _add(found: list[str], path: str) -> None:
    """As it is named and as it lies; one may be a link to the other."""
    if path and Path(path).exists():
        found += [path, os.path.realpath(path)]


def _importable(entry: str) -> Iterator[str]:
    """The modules and packages in a folder, which may hold anything else as well; or a ZIP of modules."""
    if entry.endswith(".zip"):
        yield entry
    for one in _entries(entry):
        is_package = one.is_dir() and any(inside.name.endswith(_CODE) for inside in _entries(one.path))
        if is_package or one.name.endswith(_CODE):
            yield one.path


def _entries(folder: str) -> "list[os.DirEntry[str]]":
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _is_among(path: str, folders: Collection[str]) -> bool:
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)
