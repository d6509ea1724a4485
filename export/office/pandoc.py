"""Pandoc: where it is, and one run of it, with no file but its input and no network."""

import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from shutil import which

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


def run(source: bytes, *options: str, files: Sequence[tuple[str, bytes]] = (), epoch: int = 0) -> bytes:
    """What pandoc makes of `source`; `files` are laid beside it under their names. Raises ExportError."""
    with tempfile.TemporaryDirectory(prefix="pochette-") as folder:
        for name, content in files:
            (Path(folder) / name).write_bytes(content)
        (Path(folder) / "source").write_bytes(source)
        try:
            done = subprocess.run(  # noqa: S603 -- a program that we chose, in a folder of its own
                [pandoc(), "--sandbox", "--quiet", "--output=result", *options, "source"],
                cwd=folder,
                env={"LC_ALL": "C.UTF-8", "HOME": folder, "XDG_DATA_HOME": folder, _EPOCH: str(epoch)},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
            if done.returncode == 0:
                return (Path(folder) / "result").read_bytes()
        except subprocess.TimeoutExpired:
            raise Failed("pandoc took too long") from None
    if done.returncode == _OUT_OF_MEMORY or b"heap" in done.stderr:
        raise TooMuch("export.too-much.memory", {"limit": f"{_memory() >> 20} MB"})
    raise Failed(f"pandoc ended with status {done.returncode}")


def default_file(name: str) -> bytes:
    """One of the files that come with pandoc. Raises MissingPandoc or Failed."""
    return run(b"", f"--print-default-data-file={name}")


def _memory() -> int:
    import resource  # noqa: PLC0415 -- not on Windows

    return resource.getrlimit(resource.RLIMIT_AS)[0]
