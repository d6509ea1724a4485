"""Namespaces: the code alone as files, no network, no process but its own. Source: namespaces(7)."""

import ctypes
import os
import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from export.process.linux import PR_GET_SECCOMP, libc, prctl, syscall

_FLAGS: Final[Mapping[str, int]] = {
    "user": 0x10000000,
    "mnt": 0x00020000,
    "pid": 0x20000000,
    "net": 0x40000000,
    "ipc": 0x08000000,
    "uts": 0x04000000,
}
# Folders that are there on any system, to lay the new root on.
_PLACES: Final = ("/tmp", "/usr")  # noqa: S108 -- nothing is written into it
DEVICES: Final = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
FOLDER: Final = "/tmp"  # noqa: S108 -- in the new root, where nobody else is
_SIZE: Final = "size=64m,nr_inodes=4k,mode=0755"

_AT_FDCWD: Final = -100
_AT_EMPTY_PATH, _AT_RECURSIVE = 0x1000, 0x8000
_OPEN_TREE_CLONE, _CLOEXEC = 1, 0o2000000
_MOVE_FROM_EMPTY_PATH: Final = 0x4
_READ_ONLY, _NO_SUID, _NO_DEVICES = 1, 2, 4  # MOUNT_ATTR_…, and MS_… with the same numbers
_MS_RECURSIVE, _MS_SLAVE = 0x4000, 1 << 19
_MNT_DETACH: Final = 2


def enter(readable: Sequence[str]) -> tuple[str, ...]:
    """Leave as many namespaces of the parent as the kernel lets us: which ones.

    `pid` takes effect with the next fork. Of the root folder only `readable` is left, read-only, with an
    empty FOLDER. The process must have one thread.
    """
    user, group = os.geteuid(), os.getegid()
    may_mount = not _is_deadly_to_mount()
    had = _unshare()
    if "user" in had:
        _map(user, group)
    if "mnt" in had and not (may_mount and _own_root(readable)):
        had.remove("mnt")
    if "uts" in had:
        with suppress(OSError):
            libc("sethostname", b"child", 5)
    return tuple(had)


def _unshare() -> list[str]:
    flags = dict(_FLAGS)
    if not Path("/proc/self/uid_map").exists():
        # Without names for its users the process could make no file.
        del flags["user"]
    with suppress(OSError):
        libc("unshare", sum(flags.values()))
        return list(flags)
    had = []
    for name, flag in flags.items():
        with suppress(OSError):
            libc("unshare", flag)
            had.append(name)
    return had


def _map(user: int, group: int) -> None:
    """The process keeps its numbers; no other has a name here."""
    maps = {"setgroups": "deny", "uid_map": f"{user} {user} 1", "gid_map": f"{group} {group} 1"}
    for name, content in maps.items():
        with suppress(OSError):
            Path(f"/proc/self/{name}").write_text(content)


def _is_deadly_to_mount() -> bool:
    """Whether a filter kills a process that mounts, as systemd's do without SystemCallErrorNumber.

    Another process tries each call, with nothing that could be mounted.
    """
    if prctl(PR_GET_SECCOMP) == 0:
        return False
    trying = os.fork()
    if trying == 0:
        for name in ("mount", "umount2"):
            with suppress(OSError):
                libc(name, None, None, None, 0, None)
        for name in ("open_tree", "move_mount", "mount_setattr", "pivot_root"):
            with suppress(OSError):
                syscall(name, -1, None, 0, None, 0)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(trying, 0)[1])


def _own_root(readable: Sequence[str]) -> bool:
    """Whether the root folder is one of our own from here on; if not, all is as it was."""
    place = next(place for place in _PLACES if Path(place).is_dir())
    trees: dict[str, int] = {}
    # Read before the place is covered.
    links = {path: Path(path).readlink() for path in readable if Path(path).is_symlink()}
    try:
        # What is mounted here must not appear outside. Refused in a chroot, whose root is no mount.
        libc("mount", None, b"/", None, _MS_RECURSIVE | _MS_SLAVE, None)
        for path in (*readable, *DEVICES):
            if path not in links and Path(path).exists():
                trees[path] = _copied(path)
        libc("mount", b"tmpfs", place.encode(), b"tmpfs", _NO_SUID | _NO_DEVICES, _SIZE.encode())
        try:
            _fill(place, links, trees)
            _turn(place)
        except OSError:
            os.chdir("/")
            libc("umount2", place.encode(), _MNT_DETACH)
            raise
    except OSError:
        return False
    finally:
        for tree in trees.values():
            os.close(tree)
    return True


def _copied(path: str) -> int:
    """The mounts at a path, read-only, not laid anywhere yet."""
    tree = syscall("open_tree", _AT_FDCWD, path.encode(), _OPEN_TREE_CLONE | _CLOEXEC | _AT_RECURSIVE)
    # A device that is read-only takes writes all the same.
    no_devices = 0 if path in DEVICES else _NO_DEVICES
    wanted = (ctypes.c_uint64 * 4)(_READ_ONLY | _NO_SUID | no_devices, 0, 0, 0)
    flags = _AT_EMPTY_PATH | _AT_RECURSIVE
    syscall("mount_setattr", tree, b"", flags, ctypes.byref(wanted), ctypes.sizeof(wanted))
    return tree


def _fill(place: str, links: Mapping[str, Path], trees: Mapping[str, int]) -> None:
    for path, target in links.items():
        there = Path(place + path)
        there.parent.mkdir(parents=True, exist_ok=True)
        there.symlink_to(target)
    for path, tree in trees.items():
        there = Path(place + path)
        there.parent.mkdir(parents=True, exist_ok=True)
        if stat.S_ISDIR(os.fstat(tree).st_mode):
            there.mkdir(exist_ok=True)
        else:
            there.touch()
        syscall("move_mount", tree, b"", _AT_FDCWD, bytes(there), _MOVE_FROM_EMPTY_PATH)
    Path(place + FOLDER).mkdir(mode=0o700, parents=True, exist_ok=True)


def _turn(place: str) -> None:
    """Make the place the root folder. Source: pivot_root(2), 'pivot_root(".", ".")'."""
    os.chdir(place)
    syscall("pivot_root", b".", b".")
    # The old root lies on the new one now.
    libc("umount2", b".", _MNT_DETACH)
    os.chdir("/")
