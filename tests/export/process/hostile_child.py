"""A child process that tries all that a taken-over one would; each attempt says whether it got through.

No attempt harms the machine that it gets through on: each is one step, and stops there. Only the standard
library, so that any interpreter can run it.
"""

import ctypes
import errno
import fcntl
import json
import os
import platform
import resource
import socket
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from export.process.inside import Inside

_libc = ctypes.CDLL(None, use_errno=True)
# Numbers on x86_64 and on the machines of asm-generic/unistd.h.
_NUMBERS = {
    "add_key": (248, 217),
    "bpf": (321, 280),
    "io_uring_setup": (425, 425),
    "memfd_create": (319, 279),
    "open_by_handle_at": (304, 265),
    "perf_event_open": (298, 241),
    "pidfd_open": (434, 434),
    "process_vm_readv": (310, 270),
    "setns": (308, 268),
    "tgkill": (234, 131),
    "userfaultfd": (323, 282),
}
_FORKS = 1_000
_CLONE_NEWUSER, _CLONE_NEWNS, _CLONE_NEWNET = 0x10000000, 0x00020000, 0x40000000


def main(inside: Inside, told: str) -> None:
    """Try everything on the server that `told` describes, and write what came of it as JSON."""
    results = attempts(json.loads(told))
    sys.stdout.write(json.dumps({"layers": inside.layers.told(), "attempts": results}))


def attempts(server: Mapping[str, Any]) -> dict[str, str]:
    """By name: `through`, or the name of the error that stopped it."""
    return {name: _tried(attempt, server) for group in ATTEMPTS.values() for name, attempt in group.items()}


def _tried(attempt: Callable[[Mapping[str, Any]], object], server: Mapping[str, Any]) -> str:
    try:
        attempt(server)
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, str(error))
    except ValueError as error:  # of `resource`, which says so of EPERM
        return str(error)
    return "through"


def _call(name: str, *arguments: object) -> int:
    number = _NUMBERS[name][0 if platform.machine() == "x86_64" else 1]
    return _checked(_libc.syscall(ctypes.c_long(number), *map(_wide, arguments)))


def _libc_call(name: str, *arguments: object) -> int:
    return _checked(getattr(_libc, name)(*map(_wide, arguments)))


def _wide(argument: object) -> object:
    return ctypes.c_long(argument) if isinstance(argument, int) else argument


def _checked(result: int) -> int:
    if result == -1:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def _connect(family: int, kind: int, address: Any) -> None:
    with socket.socket(family, kind) as knocking:
        knocking.settimeout(2)
        knocking.connect(address)
        knocking.send(b"hostile")


def _read(path: str) -> None:
    with open(path, "rb"):  # noqa: PTH123
        """Opened: what is in /proc/…/mem cannot be read from its beginning."""


def _open_devices(names: list[str]) -> None:
    refusal = OSError(errno.ENOENT, "no device")
    for name in names:
        try:
            os.close(os.open(name, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY))
        except OSError as error:
            refusal = error
        else:
            return
    raise refusal


def _fork_many() -> None:
    started = []
    try:
        for _ in range(_FORKS):
            pid = os.fork()
            if pid == 0:
                os._exit(0)
            started.append(pid)
    except OSError:
        if not started:
            raise
    finally:
        for pid in started:
            with suppress(OSError):
                os.waitpid(pid, 0)


def _copy_memory(pid: int) -> None:
    """From an address where nothing is: only who may read the process learns that."""
    here, there = (
        (ctypes.c_uint64 * 2)(ctypes.addressof(ctypes.create_string_buffer(8)), 8),
        (ctypes.c_uint64 * 2)(8, 8),
    )
    try:
        _call("process_vm_readv", pid, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
    except OSError as error:
        if error.errno != errno.EFAULT:
            raise


def _run_nothing() -> None:
    """A program that is not there, so that this one goes on: only who may run it learns that."""
    try:
        _libc_call("execv", b"/no-such-program", None)
    except FileNotFoundError:
        return


def _be_told_of_a_pipe(pid: int) -> None:
    """A pipe that gets ready signals its owner, which may be any process of the same user."""
    reading, writing = os.pipe()
    try:
        fcntl.fcntl(reading, fcntl.F_SETOWN, pid)
    finally:
        os.close(reading)
        os.close(writing)


def _join(namespace: str) -> None:
    handle = os.open(namespace, os.O_RDONLY)
    try:
        _call("setns", handle, 0)
    finally:
        os.close(handle)


def _append_to_code(_: Mapping[str, Any]) -> None:
    with open(sys.modules["export.process.inside"].__file__ or "", "ab"):  # noqa: PTH123
        """Opened, and left as it is."""


def _hold_more_than_given(_: Mapping[str, Any]) -> None:
    """Files of the server that are open here: more than input and outputs."""
    for handle in range(3, 4_096):
        with suppress(OSError):
            os.fstat(handle)
            return
    raise OSError(errno.EBADF, "nothing is open")


def _know_secrets(server: Mapping[str, Any]) -> None:
    if not any(server["secret"] in value for value in os.environ.values()):
        raise OSError(errno.ENOENT, "no secret in the environment")


# What has to be closed for an attempt to fail, as Layers.open names it.
ATTEMPTS: Mapping[str, Mapping[str, Callable[[Mapping[str, Any]], object]]] = {
    "network": {
        "connect by TCP": lambda to: _connect(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", to["tcp"])),
        "send by UDP": lambda to: _connect(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", to["udp"])),
        "connect to a unix socket": lambda to: _connect(socket.AF_UNIX, socket.SOCK_STREAM, to["unix"]),
        "connect to an abstract socket": lambda to: _connect(
            socket.AF_UNIX, socket.SOCK_STREAM, f"\0{to['abstract']}"
        ),
    },
    "files": {
        "read instance.key": lambda to: _read(f"{to['data']}/instance.key"),
        "read the database": lambda to: _read(f"{to['data']}/pochette.db"),
        "list the data folder": lambda to: os.listdir(to["data"]),  # noqa: PTH208
        "read in the home folder": lambda to: _read(f"{to['home']}/letter.txt"),
        "read /etc/passwd": lambda _: _read("/etc/passwd"),
        "read the server's environment": lambda to: _read(f"/proc/{to['pid']}/environ"),
        "read the server's memory": lambda to: _read(f"/proc/{to['pid']}/mem"),
        "list the server's files": lambda to: os.listdir(f"/proc/{to['pid']}/fd"),  # noqa: PTH208
        "follow the server's root": lambda to: os.listdir(f"/proc/{to['pid']}/root"),  # noqa: PTH208
        "join the server's network": lambda to: _join(f"/proc/{to['pid']}/ns/net"),
        "write outside": lambda to: Path(f"{to['outside']}/hostile").write_bytes(b""),
        "write into the data folder": lambda to: Path(f"{to['data']}/hostile").write_bytes(b""),
        "change the database": lambda to: os.close(os.open(f"{to['data']}/pochette.db", os.O_WRONLY)),
        "cut the database": lambda to: os.truncate(f"{to['data']}/pochette.db", 1),
        "open the key for all": lambda to: os.chmod(f"{to['data']}/instance.key", 0o644),  # noqa: PTH101
        "link to the key": lambda to: os.link(f"{to['data']}/instance.key", f"{to['outside']}/key"),
        "move the key": lambda to: os.rename(f"{to['data']}/instance.key", f"{to['outside']}/k"),  # noqa: PTH104
        "change the code": _append_to_code,
        "open a device": lambda to: _open_devices(to["devices"]),
        "make a device": lambda _: os.mknod("device", 0o60600, os.makedev(1, 1)),
        "hold an open file": _hold_more_than_given,
        "know the environment": _know_secrets,
    },
    "processes": {
        "copy the server's memory": lambda to: _copy_memory(to["pid"]),
        "trace the server": lambda to: _libc_call("ptrace", 0x4206, to["pid"], None, None),
        "signal the server": lambda to: os.kill(to["pid"], 0),
        "signal a thread of the server": lambda to: _call("tgkill", to["pid"], to["pid"], 0),
        "signal everybody": lambda _: os.kill(-1, 0),
        "hold the server": lambda to: _call("pidfd_open", to["pid"], 0),
        "have the server signalled by a file": lambda to: _be_told_of_a_pipe(to["pid"]),
        "put the server behind": lambda to: os.setpriority(os.PRIO_PROCESS, to["pid"], to["behind"]),
        "limit the server": lambda to: resource.prlimit(to["pid"], resource.RLIMIT_CORE),
    },
    "kernel": {
        "listen": lambda _: socket.create_server(("127.0.0.1", 0)).close(),
        "open a netlink socket": lambda _: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0).close(),
        "fork 1,000": lambda _: _fork_many(),
        "run a program": lambda _: _run_nothing(),
        "mount": lambda _: _libc_call("mount", b"none", bytes(Path.cwd()), b"tmpfs", 0, None),
        "name the machine": lambda _: socket.sethostname(socket.gethostname()),
        "change the root": lambda _: os.chroot("/"),
        "make a user namespace": lambda _: _libc_call("unshare", _CLONE_NEWUSER),
        "make a mount namespace": lambda _: _libc_call("unshare", _CLONE_NEWNS),
        "make a network namespace": lambda _: _libc_call("unshare", _CLONE_NEWNET),
        "keep a key in the kernel": lambda _: _call("add_key", b"user", b"a", b"b", 1, -3),
        "use io_uring": lambda _: _call("io_uring_setup", 1, (ctypes.c_uint32 * 30)()),
        "use bpf": lambda _: _call("bpf", 0, (ctypes.c_uint32 * 16)(2, 4, 4, 1), 64),
        "use perf": lambda _: _call("perf_event_open", (ctypes.c_uint32 * 32)(1, 128), 0, -1, -1, 0),
        "use userfaultfd": lambda _: _call("userfaultfd", 1),
        "open by handle": lambda _: _call("open_by_handle_at", -100, (ctypes.c_uint32 * 8)(8, 1), 0),
        "share memory": lambda _: _libc_call("shmget", 0, 4_096, 0o1600),
        "make a file in memory": lambda _: os.close(_call("memfd_create", b"a", 0)),
        "outlive the server": lambda _: _libc_call("prctl", 1, 0, 0, 0, 0),
    },
}
