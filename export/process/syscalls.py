"""The allowlist of system calls, by number. Source: unistd.h of Linux 6.16."""

from collections.abc import Mapping
from typing import Final

# Name, number on x86_64, number on the machines that share asm-generic/unistd.h; `-`: not there.
_TABLE: Final = """
# files, as far as Landlock and the mounts let them
read 0 63, write 1 64, readv 19 65, writev 20 66, pread64 17 67, pwrite64 18 68, preadv 295 69,
pwritev 296 70, open 2 -, openat 257 56, openat2 437 437, creat 85 -, close 3 57,
close_range 436 436, lseek 8 62, stat 4 -, fstat 5 80, lstat 6 -, newfstatat 262 79,
statx 332 291, statfs 137 43, fstatfs 138 44, access 21 -, faccessat 269 48, faccessat2 439 439,
readlink 89 -, readlinkat 267 78, getcwd 79 17, chdir 80 49, fchdir 81 50, getdents 78 -,
getdents64 217 61, mkdir 83 -, mkdirat 258 34, rmdir 84 -, unlink 87 -, unlinkat 263 35,
rename 82 -, renameat 264 38, renameat2 316 276, ftruncate 77 46, fallocate 285 47, fsync 74 82,
fdatasync 75 83, fadvise64 221 223, umask 95 166, flock 73 32, dup 32 23, dup2 33 -,
dup3 292 24, pipe 22 -, pipe2 293 59,
# memory
mmap 9 222, mprotect 10 226, munmap 11 215, mremap 25 216, madvise 28 233, mincore 27 232,
msync 26 227, brk 12 214,
# its own signals, threads and timers
rt_sigaction 13 134, rt_sigprocmask 14 135, rt_sigreturn 15 139, rt_sigpending 127 136,
rt_sigtimedwait 128 137, rt_sigsuspend 130 133, sigaltstack 131 132, pause 34 -, select 23 -,
pselect6 270 72, poll 7 -, ppoll 271 73, epoll_create 213 -, epoll_create1 291 20,
epoll_ctl 233 21, epoll_wait 232 -, epoll_pwait 281 22, epoll_pwait2 441 441, eventfd 284 -,
eventfd2 290 19, timerfd_create 283 85, timerfd_settime 286 86, timerfd_gettime 287 87,
timer_create 222 107, timer_settime 223 110, timer_gettime 224 108, timer_getoverrun 225 109,
timer_delete 226 111, setitimer 38 103, getitimer 36 102, alarm 37 -, nanosleep 35 101,
clock_nanosleep 230 115, clock_gettime 228 113, clock_getres 229 114, gettimeofday 96 169,
time 201 -, times 100 153, restart_syscall 219 128, futex 202 98, futex_waitv 449 449,
futex_wake 454 454, futex_wait 455 455, futex_requeue 456 456, set_robust_list 273 99,
get_robust_list 274 100, set_tid_address 218 96, rseq 334 293, membarrier 324 283,
arch_prctl 158 -, map_shadow_stack 453 453, exit 60 93, exit_group 231 94, wait4 61 260,
waitid 247 95, sched_yield 24 124,
# what it asks of itself and the machine
getpid 39 172, gettid 186 178, getppid 110 173, getuid 102 174, geteuid 107 175, getgid 104 176,
getegid 108 177, getgroups 115 158, getresuid 118 148, getresgid 120 150, getpgrp 111 -,
getpgid 121 155, getsid 124 156, getcpu 309 168, getrusage 98 165, getrlimit 97 163,
setrlimit 160 164, getpriority 140 141, sysinfo 99 179, uname 63 160, sched_getaffinity 204 123,
sched_getparam 143 121, sched_getscheduler 145 120, sched_get_priority_max 146 125,
sched_get_priority_min 147 126, getrandom 318 278,
"""
# Looked at with its arguments, or refused in a way of its own.
_BY_ARGUMENT: Final[Mapping[str, tuple[int, int]]] = {
    "clone": (56, 220),
    "clone3": (435, 435),
    "execve": (59, 221),
    "fcntl": (72, 25),
    "ioctl": (16, 29),
    "prctl": (157, 167),
    "prlimit64": (302, 261),
    "tgkill": (234, 131),
}
# The highest number when this was written: a call that came later is answered as by an older kernel.
HIGHEST: Final = 463


def allowed(*, x86: bool) -> tuple[int, ...]:
    """The numbers of calls that are harmless whatever their arguments are."""
    entries = (
        entry.split()
        for line in _TABLE.splitlines()
        if not line.startswith("#")
        for entry in line.split(",")
        if entry.strip()
    )
    numbers = (at_x86 if x86 else elsewhere for _, at_x86, elsewhere in entries)
    return tuple(sorted({int(number) for number in numbers if number != "-"}))


def number(name: str, *, x86: bool) -> int:
    """The number of a call that is looked at with its arguments."""
    return _BY_ARGUMENT[name][0 if x86 else 1]
