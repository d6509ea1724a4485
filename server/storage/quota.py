"""Quota of an instance: new notes are refused while existing ones can still grow."""

from dataclasses import dataclass
from typing import Final

from server.errors import InstanceFullError
from server.settings.config import Config
from server.storage import Db, notes

# The last tenth is for the notes that exist.
_FOR_NEW_NOTES: Final = 0.9


@dataclass(frozen=True, slots=True)
class Quota:
    """`notes` and `disk` (bytes of the database); 0 is no limit."""

    notes: int
    disk: int

    @classmethod
    def of(cls, config: Config) -> "Quota":
        """That of the settings."""
        return cls(notes=config.max_notes, disk=config.max_disk)

    def admit_note(self, db: Db) -> None:
        """Whether one more note may be made. Raises InstanceFullError."""
        if self.notes and notes.count(db) >= self.notes:
            raise InstanceFullError("too_many_notes", most=self.notes)
        if self.disk and db.size().used > _FOR_NEW_NOTES * self.disk:
            raise InstanceFullError("no_space")
