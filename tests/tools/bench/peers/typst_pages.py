"""Typst in a process that stays: typesets each file that standard input names, and says when it is done."""

import sys
from pathlib import Path

import typst  # type: ignore[import-not-found]  # installed beside the peers

print("ready", flush=True)  # noqa: T201 - the parent reads it
for line in sys.stdin:
    source = Path(line.strip())
    typst.compile(source, output=source.with_suffix(".pdf"))
    print("done", flush=True)  # noqa: T201 - the parent reads it
