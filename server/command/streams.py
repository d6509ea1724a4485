"""`-` in the place of a file: the standard input or output of a command."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TextIO

from export.cli.conversion import STANDARD
from server.errors import StartError


def name_of(file: Path) -> str:
    """As a sentence calls it."""
    return "the standard input" if file == STANDARD else str(file)


def standard_output() -> IO[bytes]:
    """For bytes. Raises StartError where it is a terminal, which does not show them."""
    if sys.stdout.isatty():
        raise StartError("a terminal does not show a backup: send it to a program or a file, or name one.")
    return sys.stdout.buffer


@contextmanager
def new_text(target: Path) -> Iterator[TextIO]:
    """A new file, or the standard output. Raises OSError."""
    if target == STANDARD:
        yield sys.stdout
        sys.stdout.flush()
        return
    with target.open("x", encoding="utf-8") as file:
        yield file


def read_bytes(source: Path) -> bytes:
    """Raises OSError."""
    return sys.stdin.buffer.read() if source == STANDARD else source.read_bytes()


@contextmanager
def seekable(source: Path, folder: Path) -> Iterator[IO[bytes]]:
    """A file to be read in any order; what comes by the standard input waits without a name in `folder`.

    Raises OSError.
    """
    with source.open("rb") if source != STANDARD else tempfile.TemporaryFile(dir=folder) as file:
        if source == STANDARD:
            shutil.copyfileobj(sys.stdin.buffer, file)
        yield file


def told_to(target: Path | None) -> TextIO:
    """Where a command says what it did: not among what it wrote."""
    return sys.stderr if target == STANDARD else sys.stdout
