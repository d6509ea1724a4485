"""One-shot jobs: bytes in, bytes out, each in a process of its own within the sandbox.

For uploaded files, which are few: pictures, office files in and out. The process ends with its job,
so one file can harm neither the server nor the next file. What goes in is pickled by us; what comes back is
JSON and bytes.
"""

import json
import pickle
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from export.errors import BadCard, ExportError, Failed, MissingPandoc, TooLong, TooMuch, Unreadable
from export.office.pandoc import pandoc
from export.process import launch
from export.process.bytecode import compile_once
from export.process.spec import Child

_OF_FILES = ("read", "list", "pictures")
_MEMORY_KEY = "export.too-much.memory"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Limits of one job: seconds of time and of CPU, bytes of memory."""

    seconds: int = 30
    memory: int = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Result of a job: facts in JSON, and bytes."""

    facts: dict[str, Any]
    parts: tuple[bytes, ...]


def one_shot(job: str, *given: object, bounds: Bounds | None = None) -> Done:
    """Run one of the child's JOBS, and wait. Raises ExportError: TooMuch, TooLong, Failed, MissingPandoc…"""
    limits = bounds or Bounds()
    try:
        return _run(job, given, limits)
    except TooMuch as error:
        if job not in _OF_FILES:
            raise
        raise Unreadable("files.too-much", error.params) from None
    except TooLong as error:
        if job not in _OF_FILES:
            raise
        raise Unreadable("files.too-long", error.params) from None


def _run(job: str, given: tuple[object, ...], limits: Bounds) -> Done:
    compile_once()
    child = launch.child(
        "export.process.one_shot_child:main",
        memory=limits.memory,
        seconds=limits.seconds,
        program=_pandoc(),
    )
    process = subprocess.Popen(  # noqa: S603 -- our own interpreter and code
        launch.command(child),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=launch.environment(),
    )
    try:
        answer, _ = process.communicate(pickle.dumps((job, given)), timeout=limits.seconds)
    except subprocess.TimeoutExpired:
        raise TooLong(limits.seconds) from None
    finally:
        _end(process, child)
    return _read(answer, process.returncode, limits)


def _pandoc() -> str:
    """The path of pandoc; empty when there is none."""
    try:
        return pandoc()
    except MissingPandoc:
        return ""


def _end(process: "subprocess.Popen[bytes]", child: Child) -> None:
    launch.end(process, child)
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):
            if pipe:
                pipe.close()


def _read(answer: bytes, status: int, limits: Bounds) -> Done:
    line, _, rest = answer.partition(b"\n")
    try:
        head = json.loads(line)
    except ValueError:
        if launch.ran_out_of_cpu(status):
            raise TooLong(limits.seconds) from None
        raise Failed(f"the process ended with status {status}") from None
    if "refused" in head:
        raise _refusal(head)
    if "failed" in head:
        if head["failed"] == "memory":
            raise TooMuch(_MEMORY_KEY, {"limit": limits.memory >> 20})
        raise Failed(head["failed"])
    return Done(facts=head["facts"], parts=_cut(rest, head["sizes"]))


def _refusal(head: dict[str, Any]) -> ExportError:
    key: str = head["refused"]
    if key == MissingPandoc().key:
        return MissingPandoc()
    if key.startswith("export.too-much."):
        return TooMuch(key, head["params"])
    if key == "export.card":
        return BadCard(head["params"]["line"], head["message"])
    if key.startswith("files."):
        return Unreadable(key, head["params"])
    failure = Failed("", key)
    failure.args = (head["message"],)
    return failure


def _cut(rest: bytes, sizes: Sequence[int]) -> tuple[bytes, ...]:
    parts, start = [], 0
    for size in sizes:
        parts.append(rest[start : start + size])
        start += size
    return tuple(parts)
