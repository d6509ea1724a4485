"""Quota of an instance: new notes are refused while existing ones can still grow."""

from dataclasses import dataclass
from shutil import disk_usage
from typing import Final

from server.errors import ConflictError, InstanceFullError, TooOftenError
from server.ids import BinderId, DeviceId
from server.settings.config import Config
from server.storage import Db, binders, notes

# Of the disk, where the settings say nothing: to write the database anew takes as much again.
_OF_DISK: Final = 0.5
# The last tenth is for the notes that exist.
_FOR_NEW_NOTES: Final = 0.9


# Of those that one visitor manages; a classeur that is shared with many counts for each of its managers.
MOST_BINDERS: Final = 200
MOST_BINDERS_AN_HOUR: Final = 20
MOST_IN_BINDER: Final = 20_000
_HOUR_MS: Final = 3_600_000


@dataclass(frozen=True, slots=True)
class Quota:
    """`notes` and `disk` (bytes of the database); 0 is no limit."""

    notes: int
    disk: int

    @classmethod
    def of(cls, config: Config) -> "Quota":
        """That of the settings."""
        return cls(notes=config.max_notes, disk=config.max_disk or 0)

    def admit_note(self, db: Db) -> None:
        """Whether one more note may be made. Raises InstanceFullError."""
        if self.notes and notes.count(db) >= self.notes:
            raise InstanceFullError("too_many_notes", most=self.notes)
        self._admit(db)

    def admit_binder(self, db: Db, device: DeviceId | None, now: int) -> None:
        """Whether a device may make one more classeur. Raises InstanceFullError, TooOftenError."""
        self._admit(db)
        if device is None:
            return
        made = binders.made_at(db, device)
        if len(made) >= MOST_BINDERS:
            raise InstanceFullError("too_many_binders", most=MOST_BINDERS)
        lately = [at for at in made if at > now - _HOUR_MS]
        if len(lately) >= MOST_BINDERS_AN_HOUR:
            wait_ms = min(lately) + _HOUR_MS - now
            minutes = -(-wait_ms // 60_000)
            raise TooOftenError("binders_often", retry_s=-(-wait_ms // 1000), count=minutes)

    def _admit(self, db: Db) -> None:
        if self.disk and db.size().used > _FOR_NEW_NOTES * self.disk:
            raise InstanceFullError("no_space")


def max_disk(config: Config) -> int:
    """The bytes to which the database may grow, 0 for as many as the disk has."""
    if config.max_disk is not None:
        return config.max_disk
    if config.database is not None:  # its disk is another machine's
        return 0
    return int(_OF_DISK * disk_usage(config.data).total)


def admit_into(db: Db, binder: BinderId, many: int = 1) -> None:
    """Whether a classeur may hold so many notes more. Raises ConflictError."""
    if binders.count_notes(db, binder) + many > MOST_IN_BINDER:
        raise ConflictError("binder_full", most=MOST_IN_BINDER)
