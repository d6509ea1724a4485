"""Host of a child process: one kind of job, with a timeout; a child that dies or grows is replaced."""

import json
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from export.errors import Busy, ExportError, Failed, MissingLibrary, TooLong, TooMuch, TooSlow
from export.process import launch
from export.process.bytecode import compile_once
from export.process.cancellation import Cancellation, Cancelled

# Long texts give way to short ones, printing to those who read and write, and to printing what only
# measures or shows a print.
# Times of the clock in one of the processor, on a machine that is used by others as well.
_OTHERS = 6
_NICE = {"long_html": 3, "pdf": 5, "folder": 5, "inspect": 7, "page_count": 15}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of one process: seconds of the processor (up to one more), bytes and numbers of jobs.

    `wall_seconds` by the clock are the last guard, for what waits without computing; None for six times
    `seconds`, since others use the machine too.
    """

    seconds: float = 20
    wall_seconds: float | None = None
    start_seconds: float = 30
    memory: int = 1 << 30
    recycle_after_jobs: int = 200
    recycle_above: int = 300 << 20
    queue: int = 32

    @property
    def by_the_clock(self) -> float:
        return self.wall_seconds or _OTHERS * self.seconds


class _Child:
    """One child process and the socket to it. It starts at once; `hello` waits until it can work."""

    def __init__(self, kind: str, limits: Limits) -> None:
        compile_once()
        ours, theirs = socket.socketpair()
        with theirs:
            self._child = launch.child(
                "export.process.child:main",
                *(kind, str(theirs.fileno()), str(max(1, int(limits.seconds)))),
                memory=limits.memory,
                nice=_NICE.get(kind, 0),
            )
            self.process = subprocess.Popen(  # noqa: S603 -- our own interpreter and code
                launch.command(self._child),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
                env=launch.environment(),
            )
        self.socket = Connection(ours.detach())
        self.jobs = 0
        self.is_ready = False
        self.ran_out = False

    def kill(self) -> None:
        launch.end(self.process, self._child)
        self.socket.close()

    @contextmanager
    def watched(self, seconds: float) -> Iterator[None]:
        """Kill the child when the block takes longer; reading from it then gives the end of file."""
        timer = threading.Timer(seconds, self._run_out)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _run_out(self) -> None:
        self.ran_out = True
        self.process.kill()


class ChildHost:
    """Jobs of one kind, one after the other, from any number of threads."""

    def __init__(self, kind: str, limits: Limits) -> None:
        self._kind = kind
        self._limits = limits
        self._one_at_a_time = threading.Lock()
        self._places = threading.BoundedSemaphore(limits.queue)
        self._closed = threading.Event()
        self._child: _Child | None = _Child(kind, limits)

    def ask(self, message: bytes, cancellation: Cancellation | None = None) -> bytes:
        """A job as its kind of process reads it.

        Raises ExportError: TooMuch, TooLong, Busy, Failed, MissingLibrary; Cancelled where it was.
        """
        if not self._places.acquire(blocking=False):
            raise Busy(self._limits.queue)
        try:
            with self._one_at_a_time:
                return self._ask(message, cancellation or Cancellation())
        finally:
            self._places.release()

    def ready(self) -> None:
        """Wait until the process can work. Raises MissingLibrary, Failed or TooLong."""
        with self._one_at_a_time:
            self._started()

    def close(self) -> None:
        """End the process, and with it a job that is still running."""
        self._closed.set()
        child = self._child
        if child:
            child.process.kill()
        with self._one_at_a_time:
            self._drop()

    def _ask(self, message: bytes, cancellation: Cancellation) -> bytes:
        child = self._started()
        if cancellation.is_cancelled:
            raise Cancelled
        try:
            with child.watched(self._limits.by_the_clock):
                child.socket.send_bytes(message)
                with cancellation.of(child.socket):
                    head = json.loads(child.socket.recv_bytes())
                    body = child.socket.recv_bytes()
        except (EOFError, OSError):
            raise self._death(child) from None
        child.jobs += 1
        if "cancelled" in head:  # somebody waits: a process that has grown is replaced after that job
            raise Cancelled
        grown = head["memory"] > self._limits.recycle_above or head.get("failed") == "memory"
        if grown or child.jobs >= self._limits.recycle_after_jobs:
            self._replace()
        if "ok" not in head:
            raise _refusal(head, self._limits)
        return body

    def _started(self) -> _Child:
        if self._closed.is_set():
            raise Failed("the printer is closed")
        if self._child is None or self._child.process.poll() is not None:
            self._replace()
            if self._closed.is_set():  # meanwhile: `close` killed the one before, not this one
                self._drop()
                raise Failed("the printer was closed")
        child = self._child
        assert child is not None  # noqa: S101 -- replaced just above
        if not child.is_ready:
            self._hear(child)
        return child

    def _hear(self, child: _Child) -> None:
        try:
            with child.watched(self._limits.start_seconds):
                hello = json.loads(child.socket.recv_bytes())
        except (EOFError, OSError):
            raise self._death(child) from None
        if "missing" in hello:
            self._drop()
            raise MissingLibrary
        child.is_ready = True

    def _death(self, child: _Child) -> ExportError:
        """Why the child ended. Its successor starts at once, so that the next job finds it warm."""
        status = child.process.wait()
        self._drop()
        if self._closed.is_set():
            return Failed("the printer was closed")
        if child.is_ready:
            self._child = _Child(self._kind, self._limits)
        if child.ran_out:
            return TooSlow(self._limits.by_the_clock)
        if launch.ran_out_of_cpu(status):
            return TooLong(self._limits.seconds)
        return Failed(f"the printing process ended with status {status}")

    def _replace(self) -> None:
        self._drop()
        self._child = _Child(self._kind, self._limits)

    def _drop(self) -> None:
        if self._child:
            self._child.kill()
        self._child = None


def _refusal(head: dict[str, Any], limits: Limits) -> ExportError:
    if head.get("refused") == "export.too-long":
        return TooLong(limits.seconds)
    if "refused" in head:
        return TooMuch(head["refused"], head["params"])
    if head["failed"] == "memory":
        return TooMuch("export.too-much.memory", {"limit": limits.memory >> 20})
    return Failed(head["failed"])
