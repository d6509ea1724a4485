"""Targets: a note, a pochette or a classeur, by its id and told apart by its type."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final, Literal, TypeAlias

from server.ids import BinderId, FolderId, NoteId


@dataclass(frozen=True, slots=True)
class NoteTarget:
    """A note."""

    kind: ClassVar[Literal["note"]] = "note"

    id: NoteId

    @classmethod
    def of(cls, id_: str) -> "NoteTarget":
        return cls(NoteId(id_))

    def __str__(self) -> str:
        """As the audit log names it."""
        return f"note {self.id}"


@dataclass(frozen=True, slots=True)
class FolderTarget:
    """A pochette."""

    kind: ClassVar[Literal["folder"]] = "folder"

    id: FolderId

    @classmethod
    def of(cls, id_: str) -> "FolderTarget":
        return cls(FolderId(id_))

    def __str__(self) -> str:
        """As the audit log names it."""
        return f"pochette {self.id}"


@dataclass(frozen=True, slots=True)
class BinderTarget:
    """A classeur."""

    kind: ClassVar[Literal["binder"]] = "binder"

    id: BinderId

    @classmethod
    def of(cls, id_: str) -> "BinderTarget":
        return cls(BinderId(id_))

    def __str__(self) -> str:
        """As the audit log names it."""
        return f"classeur {self.id}"


Target: TypeAlias = NoteTarget | FolderTarget | BinderTarget
KINDS: Final[Mapping[str, type[Target]]] = {
    kind.kind: kind for kind in (NoteTarget, FolderTarget, BinderTarget)
}
Columns: TypeAlias = tuple[NoteId | None, FolderId | None, BinderId | None]


def target_of(note: NoteId | None, folder: FolderId | None, binder: BinderId | None) -> Target:
    """The target of a row with three nullable columns. Raises ValueError unless exactly one is set."""
    match note, folder, binder:
        case str(), None, None:
            return NoteTarget(note)
        case None, str(), None:
            return FolderTarget(folder)
        case None, None, str():
            return BinderTarget(binder)
        case _:
            raise ValueError(
                f"expected a note, a pochette or a classeur, got {note!r}, {folder!r} and {binder!r}"
            )


def columns_of(target: Target) -> Columns:
    """The columns `note`, `folder` and `binder` of a row that belongs to the target."""
    match target:
        case NoteTarget(note):
            return note, None, None
        case FolderTarget(folder):
            return None, folder, None
        case BinderTarget(binder):
            return None, None, binder
