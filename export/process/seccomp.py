"""seccomp: a filter that refuses every system call but those of an allowlist. Source: seccomp(2)."""

import ctypes
import errno
import os
import struct
from collections.abc import Iterable
from typing import Final

from export.process.linux import PR_SET_NAME, is_known_machine, is_x86, syscall
from export.process.syscalls import HIGHEST, allowed, number

# BPF, as <linux/bpf_common.h> has it: load a word; jump if equal, greater, any bit is set; return.
_LOAD, _EQUAL, _GREATER, _ANY_BIT, _RETURN = 0x20, 0x15, 0x25, 0x45, 0x06
# Where struct seccomp_data keeps the call, the machine, and the low and high half of an argument.
_NR, _ARCH, _ARGUMENTS = 0, 4, 16
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_FILTER: Final = 1  # SECCOMP_SET_MODE_FILTER
# The numbers of the machine's own system calls. Source: <linux/audit.h>
_MACHINES: Final = {
    "x86_64": 0xC000003E,
    "aarch64": 0xC00000B7,
    "riscv64": 0xC00000F3,
    "loongarch64": 0xC0000102,
}
_X32: Final = 0x40000000

_CLONE_THREAD: Final = 0x00010000
# CLONE_NEW… of every kind: time, mnt, cgroup, uts, ipc, user, pid, net.
_CLONE_NEW: Final = 0x7E020080
_PR_SET_VMA: Final = 0x53564D41
# Not F_SETOWN and F_SETSIG: by these a file that gets ready signals any process of the same user.
_FCNTL: Final = (0, 1, 2, 3, 4, 5, 6, 7, 1030, 1032, 36, 37, 38)
# TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX. Not FIOSETOWN, TIOCSTI.
_IOCTL: Final = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)

_Step = tuple[int, int, int, int]


def restrict(*, may_execute: bool) -> bool:
    """Refuse from here on what the allowlist does not name; False where this cannot be had.

    No socket, no other process (threads may start), no mount, no namespace, no tracing, no signal but to
    itself. `may_execute`: one program may take the place of this one, under the same filter. Needs
    NO_NEW_PRIVS.
    """
    if not is_known_machine():
        return False
    steps = b"".join(struct.pack("=HBBI", *step) for step in _program(os.getpid(), may_execute=may_execute))
    code = ctypes.create_string_buffer(steps, len(steps))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))

    program = Program(len(steps) // 8, ctypes.addressof(code))
    try:
        syscall("seccomp", _FILTER, 0, ctypes.byref(program))
    except OSError:
        return False
    return True


def _program(pid: int, *, may_execute: bool) -> list[_Step]:
    x86 = is_x86()
    machine = _MACHINES[os.uname().machine]
    steps = [
        (_LOAD, 0, 0, _ARCH),
        (_EQUAL, 1, 0, machine),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NR),
    ]
    if x86:
        steps += [(_GREATER, 0, 1, _X32 - 1), (_RETURN, 0, 0, _KILL)]
    for harmless in allowed(x86=x86):
        steps += [(_EQUAL, 0, 1, harmless), (_RETURN, 0, 0, _ALLOW)]
    if may_execute:
        steps += [(_EQUAL, 0, 1, number("execve", x86=x86)), (_RETURN, 0, 0, _ALLOW)]

    def when(name: str, inside: list[_Step]) -> None:
        nonlocal steps
        steps += [(_EQUAL, 0, len(inside), number(name, x86=x86)), *inside]

    # Its flags are behind a pointer: the C library then takes `clone`.
    when("clone3", [(_RETURN, 0, 0, _ERRNO | errno.ENOSYS)])
    when(
        "clone",
        [
            (_LOAD, 0, 0, _ARGUMENTS),
            (_ANY_BIT, 1, 0, _CLONE_NEW),
            (_ANY_BIT, 1, 0, _CLONE_THREAD),
            (_RETURN, 0, 0, _ERRNO | errno.EPERM),
            (_RETURN, 0, 0, _ALLOW),
        ],
    )
    when("tgkill", _one_of(0, [pid]))
    when("prlimit64", _one_of(0, [0]))
    when("prctl", _one_of(0, [PR_SET_NAME, _PR_SET_VMA]))
    when("fcntl", _one_of(1, _FCNTL))
    when("ioctl", _one_of(1, _IOCTL))
    steps += [
        (_GREATER, 0, 1, HIGHEST),
        (_RETURN, 0, 0, _ERRNO | errno.ENOSYS),
        (_RETURN, 0, 0, _ERRNO | errno.EPERM),
    ]
    return steps


def _one_of(argument: int, values: Iterable[int]) -> list[_Step]:
    """Allow the call when that argument is one of the values, as the kernel reads it: an int."""
    steps: list[_Step] = [(_LOAD, 0, 0, _ARGUMENTS + 8 * argument)]
    for value in values:
        steps += [(_EQUAL, 0, 1, value), (_RETURN, 0, 0, _ALLOW)]
    return [*steps, (_RETURN, 0, 0, _ERRNO | errno.EPERM)]
