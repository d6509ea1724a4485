"""The process that prints: one job after another from its parent, within limits, nothing from elsewhere.

Parent and child speak in pairs of messages over one socket: what is asked or how it went, then bytes (the
brief as JSON one way, the PDF or HTML the other). Nothing is unpickled, so a broken cage harms no parent.
"""

import json
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from multiprocessing.connection import Connection
from typing import Any

from export.brief import Brief
from export.errors import ExportError


def main(handle: int, memory: int, cpu_seconds: int) -> None:
    """Serve jobs on the socket `handle` until it closes."""
    parent = Connection(handle)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        jobs = _jobs()
    except OSError:
        parent.send_bytes(json.dumps({"missing": True}).encode())
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    parent.send_bytes(json.dumps({"ready": True}).encode())
    while True:
        try:
            kind = parent.recv_bytes().decode()
            brief = _read_brief(parent.recv_bytes())
        except EOFError:
            return
        _allow_seconds(cpu_seconds)
        head, body = _answer(jobs[kind], brief)
        parent.send_bytes(json.dumps({**head, "memory": _memory_used()}).encode())
        parent.send_bytes(body)


def _jobs() -> dict[str, Callable[[Brief], bytes]]:
    """All is loaded before the first job, so that it costs no job its time; OSError: a library is missing."""
    from export.html import reader  # noqa: PLC0415
    from export.pdf import Press  # noqa: PLC0415

    press = Press()
    return {"pdf": press.pdf, "html": lambda brief: reader(brief).encode()}


def _answer(job: Callable[[Brief], bytes], brief: Brief) -> tuple[dict[str, Any], bytes]:
    try:
        return {"ok": True}, job(brief)
    except ExportError as refusal:
        return {"refused": refusal.key, "params": dict(refusal.params)}, b""
    except MemoryError:
        return {"failed": "memory"}, b""
    except Exception as error:  # noqa: BLE001 -- the parent hears of it; the text of the note stays here
        at = traceback.extract_tb(error.__traceback__)[-1]
        return {"failed": f"{type(error).__name__} in {at.name}, line {at.lineno}"}, b""


def _read_brief(raw: bytes) -> Brief:
    values = json.loads(raw)
    values["authors"] = tuple(values["authors"])
    values["printed_at"] = datetime.fromisoformat(values["printed_at"])
    return Brief(**values)


def _allow_seconds(seconds: int) -> None:
    """RLIMIT_CPU counts the process's whole life: raise it to what is used so far and the job's share."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + seconds + 1, hard))


def _memory_used() -> int:
    """The highest resident size so far, in bytes (ru_maxrss counts kibibytes, on macOS bytes)."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
