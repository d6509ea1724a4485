"""The agenda of a pochette, and the numbers that keep its notes."""

from collections.abc import Sequence
from dataclasses import replace

from export.folder.references import REFERENCE, kept, numbered
from server.ids import FolderId
from server.storage import Db, folders
from server.storage.folders import FolderRow


def agenda_of(row: FolderRow, items: Sequence[str]) -> list[str]:
    """The lines with the numbers that notes have among these items."""
    return [numbered(line, items) for line in row.agenda.splitlines()]


def find(db: Db, folder: FolderId) -> FolderRow | None:
    """The pochette, with an agenda that names items."""
    row = folders.find(db, folder)
    return None if row is None else with_items(db, row)


def with_items(db: Db, row: FolderRow) -> FolderRow:
    """The pochette with an agenda that names items; one that is older than its notes has numbers."""
    if not REFERENCE.search(row.agenda):
        return row
    items = [item.id for item in folders.items(db, row.id)]
    return replace(row, agenda="\n".join(kept(line, items) for line in row.agenda.split("\n")))


def keep_numbers(db: Db, folder: FolderId) -> None:
    """Write down which notes the agenda is about; to be called before places change, and after notes came."""
    row = folders.find(db, folder)
    if row is not None and (now := with_items(db, row)) != row:
        folders.update(db, now)
