"""An import that is taken back: which of its notes may go, and what its report says."""

from functools import partial

from crdt.roles import Role
from server.clock import now_ms
from server.ids import NoteId
from server.storage import Db, imports, ways
from server.storage.imports import Import
from server.targets import NoteTarget


def managed(db: Db, *, row: Import, proof: str) -> list[NoteId]:
    """The notes of an import that the device still manages, none of the trash."""
    made = [file.note for file in imports.files_of(db, row.id) if file.note and not file.is_trashed]
    strongest = partial(ways.strongest, db, row.device, proof=proof, now=now_ms())
    found = [(note, strongest(NoteTarget(note))) for note in made]
    return [note for note, way in found if way is not None and way.role.allows(Role.MANAGE)]


def undo(db: Db, *, row: Import, at: int) -> None:
    """Have its report say that it was taken back."""
    imports.undo(db, row.id, at)
