"""Kills a process that does not end in time: acknowledged edits are on disk by then."""

import os
import threading

import structlog

# systemd kills after 30 s: see docs/deploy/pochette.service.
STOP_S = 25.0

_log = structlog.get_logger(__name__)


def end_within(seconds: float = STOP_S) -> None:
    """Exit with code 70 (EX_SOFTWARE) once so many seconds have passed, whatever hangs."""
    timer = threading.Timer(seconds, _exit)
    timer.daemon = True
    timer.start()


def _exit() -> None:
    _log.critical("the server did not stop in time and is ended")
    os._exit(os.EX_SOFTWARE)
