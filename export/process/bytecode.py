"""Bytecode for child processes, which may write none: compiled once, where it is missing."""

import os
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

# One that is never imported in a server, and what children import.
_FIRST: Final = "weasyprint"
_MODULES: Final = (
    "export.paper.engine",
    "export.files.forms",
    "export.office.into",
    "export.note.uploaded_picture",
    "export.folder.engine",
)


@cache
def compile_once() -> None:
    """Import the modules of children in a process that may write: without, each start would compile them.

    Nothing is done where they are compiled already, or cannot be written.
    """
    spec = find_spec(_FIRST)
    if spec is None or spec.origin is None or spec.cached is None or Path(spec.cached).exists():
        return
    if os.access(Path(spec.origin).parent, os.W_OK):
        program = f"import sys; sys.path[:] = sys.argv[1:]; import {', '.join(_MODULES)}"
        subprocess.run(  # noqa: S603 -- our own interpreter and code
            [sys.executable, "-P", "-c", program, *filter(None, sys.path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
