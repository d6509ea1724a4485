"""Classified content: its title is never sent, its PDF only encrypted."""

from server.ids import FolderId, NoteId
from server.storage import Db, cards, folders


def is_classified(db: Db, *, note: NoteId | None, folder: FolderId | None) -> bool:
    """Of a note what its card says; of a pochette what it says itself, and each of its notes."""
    if note is not None:
        return bool(cards.find(db, note).card.classification)
    row = folders.find(db, folder) if folder is not None else None
    if row is None or folder is None:
        return False
    return bool(row.classification) or any(
        cards.find(db, item.note).card.classification for item in folders.items(db, folder)
    )
