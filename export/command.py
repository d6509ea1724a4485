"""The same paper from a shell, with no server: one Markdown file in, one PDF out."""

import os
import tempfile
from datetime import datetime
from pathlib import Path

from export.brief import read_brief
from export.errors import Failed
from export.worker import Limits, Worker

# Someone waits at a shell for one file: the print may take its time.
PATIENCE = Limits(seconds=60)
MOST_BYTES = 4_000_000


def export_file(source: Path, target: Path, *, printed_at: datetime | None = None) -> None:
    """Write `source` (Markdown, UTF-8) as a PDF to `target`, whole or not at all. ExportError, OSError."""
    if source.stat().st_size > MOST_BYTES:
        raise Failed(f"{source} is larger than {MOST_BYTES // 1_000_000} MB")
    try:
        text = source.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise Failed(f"{source} is not a text in UTF-8") from None
    brief = read_brief(text, printed_at=printed_at or datetime.now().astimezone())
    worker = Worker(PATIENCE)
    try:
        printed = worker.pdf(brief)
    finally:
        worker.close()
    _replace(target, printed)


def _replace(target: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".pochette-", suffix=".pdf")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
