"""System calls that Python has no function for, through the C library; each raises OSError."""

import ctypes
import os
import platform
import struct
from collections.abc import Mapping
from typing import Any, Final

_X86_64: Final = "x86_64"
# Machines that have the numbers of asm-generic/unistd.h.
_GENERIC: Final = frozenset({"aarch64", "riscv64", "loongarch64"})

PR_SET_PDEATHSIG: Final = 1
PR_SET_NAME: Final = 15
PR_GET_SECCOMP: Final = 21
PR_CAPBSET_DROP: Final = 24
PR_SET_NO_NEW_PRIVS: Final = 38
_CAPABILITY_VERSION_3: Final = 0x20080522
_MOST_CAPABILITIES: Final = 64

_WORD: Final = 8

_libc: Final = ctypes.CDLL(None, use_errno=True)

# Calls that the C library may not wrap: their numbers on x86_64 and on the other machines.
_NUMBERS: Final[Mapping[str, tuple[int, int]]] = {
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "mount_setattr": (442, 442),
    "landlock_create_ruleset": (444, 444),
    "landlock_add_rule": (445, 445),
    "landlock_restrict_self": (446, 446),
    "pivot_root": (155, 41),
    "capset": (126, 91),
    "seccomp": (317, 277),
}


def is_x86() -> bool:
    return platform.machine() == _X86_64


def is_known_machine() -> bool:
    """Whether the numbers of system calls here are those of this package."""
    return struct.calcsize("P") == _WORD and (is_x86() or platform.machine() in _GENERIC)


def syscall(name: str, *arguments: Any) -> int:
    """A call by its number. Raises OSError: ENOSYS where the kernel does not have it."""
    number = _NUMBERS[name][0 if is_x86() else 1]
    return _checked(_libc.syscall(ctypes.c_long(number), *map(_wide, arguments)), name)


def libc(name: str, *arguments: Any) -> int:
    """A function of the C library that answers -1 for an error. Raises OSError."""
    return _checked(getattr(_libc, name)(*map(_wide, arguments)), name)


def prctl(option: int, *arguments: int) -> int:
    """Raises OSError."""
    return libc("prctl", option, *arguments, *(0 for _ in range(4 - len(arguments))))


def drop_capabilities() -> None:
    """Give up all rights of root, those that an executed file could bring back too. Raises OSError."""
    for capability in range(_MOST_CAPABILITIES):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:  # the first number that the kernel does not know; or no right to drop any
            break
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    syscall("capset", ctypes.byref(header), ctypes.byref((ctypes.c_uint32 * 6)()))


def _wide(argument: Any) -> Any:
    return ctypes.c_long(argument) if isinstance(argument, int) else argument


def _checked(result: int, name: str) -> int:
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
    return result
