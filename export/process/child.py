"""The printing process: one job after another from its parent, within the sandbox.

One socket: requests are briefs, serialized by export.note.serialize; an answer is two messages, its status as
JSON, then its bytes. Nothing is unpickled, so a broken child harms no parent. An empty message while a job
runs cancels it.
"""

import gc
import json
import mimetypes
import resource
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import astuple
from datetime import UTC, datetime
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, Final, TypeAlias

from export.changes.told import facts
from export.errors import ExportError
from export.note.brief import Brief
from export.note.serialize import read_job
from export.patches.frames import make_room_for_calls
from export.process.cancellation import Cancelled, cancellable, next_job
from export.process.cpu_time import cpu_time
from export.process.inside import Inside

Job: TypeAlias = Callable[[bytes], bytes]

# Seconds of the processor; the body of a short note takes a tenth of one.
SHORT_CPU_S: Final = 0.5


def main(_: Inside, kind: str, handle: str, cpu_seconds: str) -> None:
    """Serve jobs of one kind, as `_JOBS` names them, on the socket `handle`."""
    parent = Connection(int(handle))
    # The sandbox may refuse the lists of types that WeasyPrint would read of the system. Python has its own.
    mimetypes.knownfiles.clear()
    job = _JOBS[kind]()
    if job is None:
        parent.send_bytes(json.dumps({"missing": True}).encode())
        return
    _keep_what_is_loaded()
    make_room_for_calls(answer)
    parent.send_bytes(json.dumps({"ready": True}).encode())
    while True:
        try:
            message = next_job(parent)
        except EOFError:
            return
        _allow_seconds(int(cpu_seconds))
        head, body = answer(partial(cancellable, parent, job), message)
        parent.send_bytes(json.dumps({**head, "memory": _memory_used()}).encode())
        parent.send_bytes(body)
        del message, body
        gc.collect()


def _keep_what_is_loaded() -> None:
    """Looking for rings among all that a print makes, and will need to its end, takes an eighth of its time.

    So that is done after each job, while nobody waits; what was loaded before stays anyway.
    """
    gc.collect()
    gc.freeze()
    gc.disable()


def _pdf() -> Job | None:
    """All is loaded before the first job, so that it costs no job its time. None: a library is missing."""
    try:
        from export.paper.engine import PrintEngine  # noqa: PLC0415
    except OSError as error:
        _expect_library(error)
        return None
    engine = PrintEngine()
    # Faces and hyphenation are read at their first use: here, while nobody waits.
    engine.pdf(Brief(title="", body="Un *mot* **ou** `deux`.", printed_at=datetime.fromtimestamp(0, UTC)))

    def job(message: bytes) -> bytes:
        kind, brief = read_job(message)
        match kind:
            case "pdf":
                return engine.pdf(brief)
            case "first_pages":
                return engine.first_pages(brief)
            case "page_count":
                return engine.page_count(brief).to_bytes()
            case "located":
                count, words, printed = engine.located_pdf(brief)
                boxes = words.to_bytes()
                return b"%b\n%d\n%b%b" % (count.to_bytes(), len(boxes), boxes, printed)
            case other:
                raise ValueError(f"expected a job on paper, got {other}")

    return job


def _folder() -> Job | None:
    """For a pochette, which takes several processes at once."""
    try:
        from export.folder.engine import FolderEngine  # noqa: PLC0415
        from export.paper.engine import PrintEngine  # noqa: PLC0415
    except OSError as error:
        _expect_library(error)
        return None
    engine = FolderEngine(PrintEngine())
    engine.warm_up()
    return engine.do


def _expect_library(error: OSError) -> None:
    """Raise it again but for a missing library: that has no number, a file that may not be read has one."""
    if error.errno is not None:
        raise error


def _inspect() -> Job:
    from export.process.inspect_pdf import do  # noqa: PLC0415

    return do


def _html() -> Job:
    from export.dialect.html import reader  # noqa: PLC0415
    from export.dialect.since import counted, leaves  # noqa: PLC0415
    from export.dialect.telling import told  # noqa: PLC0415

    def job(message: bytes) -> bytes:
        kind, brief = read_job(message)
        match kind:
            case "html":
                return reader(brief).encode()
            case "leaves":
                return json.dumps(leaves(brief)).encode()
            case "told":
                return json.dumps(facts(told(brief))).encode()
            case "counted":
                return json.dumps(astuple(counted(brief))).encode()
            case other:
                raise ValueError(f"expected a job for the screen, got {other}")

    return job


def _short_html() -> Job:
    render = _html()

    def job(message: bytes) -> bytes:
        with cpu_time(SHORT_CPU_S):
            return render(message)

    return job


_JOBS: Mapping[str, Callable[[], Job | None]] = {
    "pdf": _pdf,
    "page_count": _pdf,
    "short_html": _short_html,
    "long_html": _html,
    "folder": _folder,
    "inspect": _inspect,
}


def answer(job: Job, message: bytes) -> tuple[dict[str, Any], bytes]:
    """How the job went, and what came of it."""
    try:
        return {"ok": True}, job(message)
    except ExportError as refusal:
        return {"refused": refusal.key, "params": dict(refusal.params)}, b""
    except Cancelled:
        return {"cancelled": True}, b""
    except MemoryError:
        return {"failed": "memory"}, b""
    except Exception as error:  # noqa: BLE001 -- the parent hears of it; the text of the note stays here
        at = traceback.extract_tb(error.__traceback__)[-1]
        return {"failed": f"{type(error).__name__} in {at.name}, line {at.lineno}"}, b""


def _allow_seconds(seconds: int) -> None:
    """RLIMIT_CPU counts the process's whole life: raise it to what is used so far and the job's share."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + seconds + 1, hard))


def _memory_used() -> int:
    """The highest resident size so far, in bytes (ru_maxrss counts kibibytes, on macOS bytes)."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
