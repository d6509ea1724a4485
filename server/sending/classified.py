"""Classified content: its title is never sent, its PDF only encrypted."""

from server.ids import FolderId
from server.storage import Db, cards, folders
from server.targets import BinderTarget, FolderTarget, NoteTarget, Target


def is_classified(db: Db, target: Target) -> bool:
    """Of a note what its card says; of a pochette what it says itself, and each of its notes.

    A classeur has a name of its own, and no PDF.
    """
    match target:
        case NoteTarget(note):
            return bool(cards.find(db, note).card.classification)
        case FolderTarget(folder):
            row = folders.find(db, folder)
            return row is not None and (bool(row.classification) or _holds_classified(db, folder))
        case BinderTarget():
            return False


def _holds_classified(db: Db, folder: FolderId) -> bool:
    return any(cards.find(db, item.note).card.classification for item in folders.items(db, folder))
