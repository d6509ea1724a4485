"""The guardian between parent and child on Linux: makes the sandbox, starts the child, ends with either.

It reads no note. It stays because a process cannot enter a PID namespace, only its children can; and it runs
the one program that a child may need, so that the child itself can start none.
"""

import os
import select
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Final, TypeAlias

from export.process import sandbox
from export.process.layers import Layers
from export.process.programs import Programs, Request
from export.process.spec import Child

# What a job asks for: the program's own default file, then what it makes.
_MOST_RUNS: Final = 4
_CANNOT_RUN: Final = 127
_DEVNULL: Final = "/dev/null"
# How often the parent is looked for where the kernel does not tell of its end, in milliseconds.
_LOOK_MS: Final = 1_000

Work: TypeAlias = Callable[[Layers, Programs | None], None]


def guard(asked: Child, work: Work) -> None:
    """Do `work` in a child process within the sandbox; returns in the child alone, when it is done."""
    parent = _pidfd(asked.parent)
    if os.getppid() != asked.parent:
        sys.exit("expected to be started by the process that waits for it")
    programs = Programs() if asked.program else None
    place = sandbox.enter(asked.readable, asked.folder)
    os.environ |= dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME"), place.folder)
    child = os.fork()
    if child == 0:
        if parent is not None:
            os.close(parent)
        if programs:
            programs.keep_asking_side()
        work(sandbox.close(place, memory=asked.memory, seconds=asked.seconds), programs)
    else:
        status = _Guardian(asked, place, child, parent, programs).stay()
        if not place.is_private:
            shutil.rmtree(place.folder, ignore_errors=True)
        _end_likewise(status)


class _Guardian:
    """The loop of the guardian while its child runs."""

    def __init__(
        self,
        asked: Child,
        place: sandbox.Place,
        child: int,
        parent: int | None,
        programs: Programs | None,
    ) -> None:
        self._asked = asked
        self._place = place
        self._child = child
        self._parent = parent
        self._programs = programs
        self._runs = 0
        self._program = 0

    def stay(self) -> int:
        """Wait for the end of the child, or of the parent; then nothing runs. The child's status."""
        ended, wake = os.pipe()
        os.set_blocking(wake, False)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._let_go({ended, wake})
        events = select.poll()
        for handle in (ended, self._parent):
            if handle is not None:
                events.register(handle, select.POLLIN)
        if self._programs:
            events.register(self._programs.requests, select.POLLIN)
        while (status := self._reap()) is None:
            ready = {handle for handle, _ in events.poll(None if self._parent is not None else _LOOK_MS)}
            if ended in ready:
                os.read(ended, 64)
            if self._parent in ready or os.getppid() != self._asked.parent:
                return self._end()
            if self._programs and self._programs.requests in ready:
                self._start(self._programs, events)
        self._kill_program()
        return status

    def _end(self) -> int:
        """The first process of a PID namespace ends only when all others there were waited for."""
        self._kill_program()
        os.kill(self._child, signal.SIGKILL)
        while True:
            ended, status = os.waitpid(-1, 0)
            if ended == self._child:
                return status

    def _let_go(self, own: set[int]) -> None:
        """Close what is the child's alone, so that its parent meets the end of it when the child ends."""
        null = os.open(_DEVNULL, os.O_RDWR)
        for handle in (0, 1, 2):
            os.dup2(null, handle)
        kept = own | {0, 1, 2} | ({self._parent} if self._parent is not None else set())
        if self._programs:
            kept |= self._programs.running_side
        first = 3
        for handle in sorted(kept - {0, 1, 2}):
            os.closerange(first, handle)
            first = handle + 1
        os.closerange(first, os.sysconf("SC_OPEN_MAX"))

    def _reap(self) -> int | None:
        """The status of the child if it has ended; that of its program is told to the child."""
        while True:
            with suppress(ChildProcessError):
                ended, status = os.waitpid(-1, os.WNOHANG)
                if ended == self._child:
                    return status
                if ended and ended == self._program:
                    self._program = 0
                    self._answer(os.waitstatus_to_exitcode(status))
                    continue
            return None

    def _start(self, programs: Programs, events: "select.poll") -> None:
        request = programs.request()
        if request is None or self._runs >= _MOST_RUNS or self._program:
            events.unregister(programs.requests)
            return
        self._runs += 1
        started = os.fork()
        if started:
            self._program = started
        else:
            self._become(programs, request)

    def _become(self, programs: Programs, request: Request) -> None:
        """In a process of its own: be the program, within the same sandbox."""
        try:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for number, handle in enumerate((programs.input, programs.output, programs.errors)):
                os.dup2(handle, number)
            sandbox.close(
                self._place, memory=self._asked.memory, seconds=self._asked.seconds, may_execute=True
            )
            program = self._asked.program
            folder = {"HOME": self._place.folder, "XDG_DATA_HOME": self._place.folder}
            os.execve(program, [program, *request.options], {**request.environment, **folder})  # noqa: S606
        finally:
            os._exit(_CANNOT_RUN)

    def _answer(self, status: int) -> None:
        with suppress(BrokenPipeError):
            if self._programs:
                self._programs.answer(status)

    def _kill_program(self) -> None:
        if self._program:
            os.kill(self._program, signal.SIGKILL)


def _pidfd(pid: int) -> int | None:
    """A handle that tells of the end of a process; None where the kernel has none (before 5.3)."""
    try:
        return os.pidfd_open(pid)
    except OSError:
        return None


def _end_likewise(status: int) -> None:
    """End as the child did, so that the parent reads its status."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        with suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    os._exit(os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else 1)
