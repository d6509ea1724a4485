"""The parent's side of the cage: one printing process, watched, replaced when it dies, one job at a time."""

import dataclasses
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from multiprocessing.connection import Connection
from typing import Any

from export import gate
from export.brief import Brief
from export.errors import Busy, ExportError, Failed, MissingLibrary, TooLong, TooMuch

# What the print engine may know of this process's environment; keys and passwords stay here.
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "XDG_CACHE_HOME", "LD_LIBRARY_PATH")
_START = (
    """import sys; sys.path[:] = sys.argv[4:]; from export.cage import main; main(*map(int, sys.argv[1:4]))"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one printing process may use. Seconds, bytes and numbers of jobs."""

    seconds: float = 20
    start_seconds: float = 30
    memory: int = 1 << 30
    recycle_after_jobs: int = 200
    recycle_above: int = 300 << 20
    queue: int = 32


class _Cage:
    """One child process and the socket to it."""

    def __init__(self, limits: Limits) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            numbers = (theirs.fileno(), limits.memory, int(limits.seconds))
            self.process = subprocess.Popen(  # noqa: S603 -- our own interpreter and code
                [sys.executable, "-P", "-c", _START, *map(str, numbers), *sys.path],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
                env=_environment(),
            )
        self.socket = Connection(ours.detach())
        self.jobs = 0
        self.is_ready = False
        self.ran_out = False

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.socket.close()

    @contextmanager
    def watched(self, seconds: float) -> Iterator[None]:
        """Kill the child when the block takes longer; what reads from it then meets the end of file."""
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


class Worker:
    """Prints briefs for many threads at once, one after the other. Close it when done."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._one_at_a_time = threading.Lock()
        self._places = threading.BoundedSemaphore(self._limits.queue)
        self._is_closed = False
        self._cage: _Cage | None = _Cage(self._limits)

    def pdf(self, brief: Brief) -> bytes:
        """The note as a PDF. Raises ExportError: TooMuch, TooLong, Busy, Failed, MissingLibrary."""
        return self._do("pdf", brief)

    def html(self, brief: Brief) -> str:
        """The reader's body. Raises ExportError, as `pdf`."""
        return self._do("html", brief).decode()

    def ready(self) -> None:
        """Wait until the engine has started. Raises MissingLibrary or Failed."""
        with self._one_at_a_time:
            self._started()

    def close(self) -> None:
        """Ends the process, and with it a job that is still running."""
        self._is_closed = True
        cage = self._cage
        if cage:
            cage.process.kill()
        with self._one_at_a_time:
            self._drop()

    def _do(self, kind: str, brief: Brief) -> bytes:
        gate.check_text(brief.body)
        if not self._places.acquire(blocking=False):
            raise Busy(self._limits.queue)
        try:
            with self._one_at_a_time:
                return self._print(kind, brief)
        finally:
            self._places.release()

    def _print(self, kind: str, brief: Brief) -> bytes:
        cage = self._started()
        values = dataclasses.asdict(brief) | {"printed_at": brief.printed_at.isoformat()}
        try:
            with cage.watched(self._limits.seconds):
                cage.socket.send_bytes(kind.encode())
                cage.socket.send_bytes(json.dumps(values).encode())
                head = json.loads(cage.socket.recv_bytes())
                body = cage.socket.recv_bytes()
        except (EOFError, OSError):
            raise self._died(cage) from None
        cage.jobs += 1
        if cage.jobs >= self._limits.recycle_after_jobs or head["memory"] > self._limits.recycle_above:
            self._drop()
            self._cage = _Cage(self._limits)
        if "ok" not in head:
            raise _refusal(head, self._limits)
        return body

    def _started(self) -> _Cage:
        if self._is_closed:
            raise Failed("the printer is closed")
        cage = self._cage = self._cage or _Cage(self._limits)
        if cage.is_ready:
            return cage
        try:
            with cage.watched(self._limits.start_seconds):
                hello = json.loads(cage.socket.recv_bytes())
        except (EOFError, OSError):
            raise self._died(cage) from None
        if "missing" in hello:
            self._drop()
            raise MissingLibrary
        cage.is_ready = True
        return cage

    def _died(self, cage: _Cage) -> ExportError:
        """Why the child ended; its successor starts at once, so that the next job finds it warm."""
        status = cage.process.wait()
        self._drop()
        if self._is_closed:
            return Failed("the printer was closed")
        if cage.is_ready:
            self._cage = _Cage(self._limits)
        if cage.ran_out or status == -signal.SIGXCPU:
            return TooLong(self._limits.seconds)
        return Failed(f"the printing process ended with status {status}")

    def _drop(self) -> None:
        if self._cage:
            self._cage.kill()
        self._cage = None


def _refusal(head: dict[str, Any], limits: Limits) -> ExportError:
    if "refused" in head:
        return TooMuch(head["refused"], head["params"])
    if head["failed"] == "memory":
        return TooMuch("export.too-much.memory", {"limit": f"{limits.memory >> 20} MB"})
    return Failed(head["failed"])


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    fonts = files("export") / "fonts" / "fonts.conf"
    return kept | {"FONTCONFIG_FILE": str(fonts), "PYTHONUTF8": "1"}
