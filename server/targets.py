"""What a link opens: a note or a pochette, by its id and told apart by its type."""

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from server.ids import FolderId, NoteId


@dataclass(frozen=True, slots=True)
class NoteTarget:
    """A note."""

    kind: ClassVar[Literal["note"]] = "note"

    id: NoteId

    def __str__(self) -> str:
        """As the audit log names it."""
        return f"note {self.id}"


@dataclass(frozen=True, slots=True)
class FolderTarget:
    """A pochette."""

    kind: ClassVar[Literal["folder"]] = "folder"

    id: FolderId

    def __str__(self) -> str:
        """As the audit log names it."""
        return f"pochette {self.id}"


Target: TypeAlias = NoteTarget | FolderTarget
Columns: TypeAlias = tuple[NoteId | None, FolderId | None]


def target_of(note: NoteId | None, folder: FolderId | None) -> Target:
    """The target of a row with two nullable columns. Raises ValueError unless exactly one is set."""
    match note, folder:
        case str(), None:
            return NoteTarget(note)
        case None, str():
            return FolderTarget(folder)
        case _:
            raise ValueError(f"expected a note or a pochette, got {note!r} and {folder!r}")


def columns_of(target: Target) -> Columns:
    """The two columns `note` and `folder` of a row that belongs to the target."""
    match target:
        case NoteTarget(note):
            return note, None
        case FolderTarget(folder):
            return None, folder
