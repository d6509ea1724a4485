"""Cancellation token of a job in a child process: the job is given up, and its process goes on.

The parent sends an empty message on the socket of the job. The child looks for it every `_LOOK_S`, between
two steps of the interpreter (setitimer(2), ITIMER_REAL): no step of a print has to know of it.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from types import FrameType
from typing import Final

_LOOK_S: Final = 0.02
_NOTHING: Final = b""


class Cancelled(Exception):
    """The job was given up, because its cancellation token said so."""


class Cancellation:
    """For one job. Any thread may cancel it, before it begins, while it runs, or too late."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._socket: Connection | None = None
        self._is_cancelled = False

    @property
    def is_cancelled(self) -> bool:
        return self._is_cancelled

    def cancel(self) -> None:
        """Have the job given up, where it is not done yet."""
        with self._lock:
            if not self._is_cancelled and self._socket is not None:
                _tell(self._socket)
            self._is_cancelled = True

    @contextmanager
    def of(self, socket: Connection) -> Iterator[None]:
        """Within the block the job runs behind that socket, and its process gets no other one."""
        with self._lock:
            self._socket = socket
            if self._is_cancelled:
                _tell(socket)
        try:
            yield
        finally:
            with self._lock:
                self._socket = None


class _GivenUp(BaseException):
    """Not an Exception: nobody who expects one within a job takes this for a failure of his own."""


def cancellable(parent: Connection, job: Callable[[bytes], bytes], message: bytes) -> bytes:
    """Do the job, in the main thread. Raises Cancelled soon after the parent has cancelled it."""
    is_over = False

    def look(_signal: int, _frame: FrameType | None) -> None:
        nonlocal is_over
        if not is_over and parent.poll():
            is_over = True
            parent.recv_bytes()
            raise _GivenUp

    signal.signal(signal.SIGALRM, look)
    try:
        try:
            signal.setitimer(signal.ITIMER_REAL, _LOOK_S, _LOOK_S)
            return job(message)
        finally:
            is_over = True
            signal.setitimer(signal.ITIMER_REAL, 0)
    except _GivenUp:
        raise Cancelled from None


def next_job(parent: Connection) -> bytes:
    """Wait for it. A cancellation that came too late is passed over. Raises EOFError."""
    while (message := parent.recv_bytes()) == _NOTHING:
        pass
    return message


def _tell(socket: Connection) -> None:
    with suppress(OSError):  # the child has ended, and its job with it
        socket.send_bytes(_NOTHING)
