"""The process that does one errand: it takes its limits, reads its job, answers and ends."""

import ctypes
import json
import os
import pickle
import resource
import sys
import traceback
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from export.brief import Brief
from export.errors import ExportError

Answer: TypeAlias = tuple[dict[str, Any], Iterable[bytes]]

_NEW_NET, _NEW_USER = 0x40000000, 0x10000000


def main(memory: str, seconds: str) -> None:
    """Do the job that stands on stdin, and write the answer to stdout."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _leave_networks()
    head, parts = _do(sys.stdin.buffer.read())
    out.write(json.dumps(head).encode() + b"\n")
    for part in parts:
        out.write(part)
    out.close()


def _leave_networks() -> None:
    """No network from here on, not even loopback, where the system lets us: some containers do not."""
    try:
        unshare = ctypes.CDLL(None).unshare
    except (OSError, AttributeError, TypeError):  # no Linux
        return
    if unshare(_NEW_NET) != 0:
        unshare(_NEW_USER | _NEW_NET)


def _do(raw: bytes) -> tuple[dict[str, Any], list[bytes]]:
    try:
        job, given = pickle.loads(raw)  # noqa: S301 -- our own parent wrote it
        facts, parts = JOBS[job](*given)
        bodies = list(parts)
        return {"facts": facts, "sizes": [len(body) for body in bodies]}, bodies
    except ExportError as refusal:
        params = dict(refusal.params)
        return {"refused": refusal.key, "params": params, "message": str(refusal)}, []
    except MemoryError:
        return {"failed": "memory"}, []
    except Exception as error:  # noqa: BLE001 -- the parent hears of it; the text of the note stays here
        at = traceback.extract_tb(error.__traceback__)[-1]
        return {"failed": f"{type(error).__name__} in {at.name}, line {at.lineno}"}, []


def _write(form: str, brief: Brief) -> Answer:
    from export.forms import write  # noqa: PLC0415 -- each job loads what it needs

    return {}, [write(form, brief)]


def _picture(raw: bytes) -> Answer:
    from export.picture import redrawn  # noqa: PLC0415

    picture = redrawn(raw)
    facts = {name: getattr(picture, name) for name in ("id", "kind", "width", "height")}
    return facts, [picture.content]


def _read(name: str, raw: bytes) -> Answer:
    from export.office.into import facts, read_file  # noqa: PLC0415

    brought = read_file(name, raw)
    return facts(brought), [picture.content for picture in brought.pictures.values()]


def _reach(port: int) -> Answer:
    """Whether this process can still knock at a door of the machine: for those who check the cage."""
    import socket  # noqa: PLC0415

    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return {"reached": False}, []
    return {"reached": True}, []


JOBS: dict[str, Callable[..., Answer]] = {
    "write": _write,
    "picture": _picture,
    "read": _read,
    "reach": _reach,
}
