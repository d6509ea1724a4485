"""Runs the one program that a child may ask for: its guardian starts it in the same sandbox.

The child itself can start no process. What goes in and comes out lies in memory and never in a file with a
name, but for the files in sandbox.GIVEN.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_CHUNK: Final = 1 << 20
# What a pipe takes and gives in one piece: PIPE_BUF of Linux.
_LONGEST: Final = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    options: Sequence[str]
    environment: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a program ended, its output and its errors; a status below zero is a signal's."""

    status: int
    output: bytes
    errors: bytes


class Programs:
    """Both ends of the way from a child to its guardian. Made before the child is."""

    def __init__(self) -> None:
        self.input, self.output, self.errors = (os.memfd_create(name) for name in ("in", "out", "errors"))
        self.requests, self._asking = os.pipe()
        self._answering, self._answers = os.pipe()

    def keep_asking_side(self) -> None:
        """In the child."""
        os.close(self.requests)
        os.close(self._answers)

    @property
    def running_side(self) -> set[int]:
        """File descriptors of the side that runs the program."""
        return {self.input, self.output, self.errors, self.requests, self._answers}

    def run(
        self,
        options: Sequence[str],
        *,
        source: bytes,
        beside: Sequence[tuple[str, bytes]],
        environment: Mapping[str, str],
    ) -> Ended:
        """In the child: have the program run on `source`, and wait. `beside` are files of sandbox.GIVEN."""
        for name, content in beside:
            Path(name).write_bytes(content)
        _fill(self.input, source)
        for handle in (self.output, self.errors):
            _fill(handle, b"")
        os.write(self._asking, json.dumps({"options": options, "environment": environment}).encode())
        status = int(os.read(self._answering, _LONGEST))
        return Ended(status=status, output=_content(self.output), errors=_content(self.errors))

    def request(self) -> Request | None:
        """In the guardian: what the child asks for; None when it makes no sense, or the child has ended."""
        try:
            asked: dict[str, Any] = json.loads(os.read(self.requests, _LONGEST))
            options = [str(option) for option in asked["options"]]
            environment = {str(name): str(value) for name, value in asked["environment"].items()}
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None
        return Request(options=options, environment=environment)

    def answer(self, status: int) -> None:
        """In the guardian. Raises BrokenPipeError when the child has ended."""
        os.write(self._answers, b"%d" % status)


def _fill(handle: int, content: bytes) -> None:
    """The processes share the place in the file, so that the next one reads from its beginning."""
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    left = memoryview(content)
    while left:
        left = left[os.write(handle, left) :]
    os.lseek(handle, 0, os.SEEK_SET)


def _content(handle: int) -> bytes:
    os.lseek(handle, 0, os.SEEK_SET)
    return b"".join(iter(lambda: os.read(handle, _CHUNK), b""))
