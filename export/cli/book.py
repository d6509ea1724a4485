"""Several files as one e-book: a pochette without a server."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from export.cli import conversion
from export.files.bundle import MOST_NAME, safe
from export.folder.folder import Folder, Note
from export.process.one_shot import one_shot


@dataclass(frozen=True, slots=True, kw_only=True)
class BookOrder:
    """What the book is called, the lines of its agenda, and whether it has a cover."""

    title: str
    agenda: Sequence[str] = ()
    has_cover: bool = False


def book_of(files: Sequence[Path], order: BookOrder, at: datetime) -> bytes:
    """The files in their order, each a chapter. Raises ExportError, OSError."""
    notes = tuple(Note(brief=conversion.opened(file).brief(at)) for file in files)
    folder = Folder(
        title=order.title,
        notes=notes,
        closed_at=at,
        agenda=tuple(order.agenda),
        has_cover=order.has_cover,
    )
    return one_shot("book", folder).parts[0]


def target_of(files: Sequence[Path], title: str) -> Path:
    """Beside the first file, named as the book is called."""
    return files[0].parent / f"{safe(title, MOST_NAME)}.epub"
