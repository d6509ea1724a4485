"""How much an instance may hold; new notes are refused in words before those that exist stop growing."""

from dataclasses import dataclass
from typing import Final

from server.errors import InstanceFullError
from server.settings.config import Config
from server.storage import Db

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
        if self.notes and _one(db, "SELECT count(*) FROM notes") >= self.notes:
            raise InstanceFullError("too_many_notes", most=self.notes)
        if self.disk and _used_bytes(db) > _FOR_NEW_NOTES * self.disk:
            raise InstanceFullError("no_space")


def _used_bytes(db: Db) -> int:
    """What is free inside the file is used before it grows."""
    pages = _one(db, "PRAGMA page_count") - _one(db, "PRAGMA freelist_count")
    return pages * _one(db, "PRAGMA page_size")


def _one(db: Db, query: str) -> int:
    ((number,),) = db.execute(query)
    return int(number)
