"""Pandoc: where it is, and one run of it, with no file but its input and no network."""

import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import TypeAlias

from export.errors import Failed, MissingPandoc, TooMuch

# Pandoc 3 speaks this version of its tree; pandoc 2 another.
API_VERSION = (1, 23)
_SECONDS = 28
_OUT_OF_MEMORY = 251
# The dates inside an office file: the same note gives the same bytes.
_EPOCH = "SOURCE_DATE_EPOCH"


@cache
def pandoc() -> str:
    """The extra's own pandoc, else the system's. Raises MissingPandoc."""
    spec = find_spec("pypandoc")
    ours = Path(spec.origin).parent / "files" / "pandoc" if spec and spec.origin else None
    found = str(ours) if ours and ours.exists() else which("pandoc")
    if found is None:
        raise MissingPandoc
    return found


def has_pandoc() -> bool:
    """Whether office files can be read and written here."""
    try:
        return bool(pandoc())
    except MissingPandoc:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One run: its input, the files that its options name, and what it knows beside."""

    options: Sequence[str]
    source: bytes
    beside: Sequence[tuple[str, bytes]]
    environment: Mapping[str, str]


# A run gives its status, its output and its errors.
Run: TypeAlias = Callable[[Call], tuple[int, bytes, bytes]]


def run(
    source: bytes,
    *options: str,
    beside: Sequence[tuple[str, bytes]] = (),
    epoch: int = 0,
    by: Run,
) -> bytes:
    """The output of pandoc for `source`; `beside` are files that the options name. Raises ExportError."""
    status, output, errors = by(
        Call(
            options=("--sandbox", "--quiet", *options),
            source=source,
            beside=beside,
            environment={"LC_ALL": "C.UTF-8", _EPOCH: str(epoch)},
        )
    )
    if status == 0:
        return output
    if status == _OUT_OF_MEMORY or b"heap" in errors:
        raise TooMuch("export.too-much.memory", {"limit": _memory() >> 20})
    raise Failed(f"pandoc ended with status {status}")


def directly(call: Call) -> tuple[int, bytes, bytes]:
    """A run as a process of this one's, for what is trusted. Raises MissingPandoc, Failed."""
    program = pandoc()  # before the folder, which a child whose files Landlock alone closes cannot make
    with tempfile.TemporaryDirectory(prefix="pochette-") as folder:
        for name, content in call.beside:
            (Path(folder) / name).write_bytes(content)
        try:
            done = subprocess.run(  # noqa: S603 -- a program that we chose, in a folder of its own
                [program, *call.options],
                cwd=folder,
                env={**call.environment, "HOME": folder, "XDG_DATA_HOME": folder},
                input=call.source,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Failed("pandoc took too long") from None
    return done.returncode, done.stdout, done.stderr


def default_file(name: str, by: Run) -> bytes:
    """One of the files that come with pandoc. Raises MissingPandoc or Failed."""
    return run(b"", f"--print-default-data-file={name}", by=by)


def _memory() -> int:
    import resource  # noqa: PLC0415 -- not on Windows

    return resource.getrlimit(resource.RLIMIT_AS)[0]
