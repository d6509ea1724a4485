"""Notes, and which of them a device has opened."""

from dataclasses import dataclass
from typing import Any

from crdt.roles import Role
from server.storage import Db, DeviceId, LinkId, NoteId

_LISTED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """One note without its text; `changed_at` in milliseconds since 1970."""

    id: NoteId
    epoch: int
    changed_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A note that a device has opened: when, by which link, and the device's own right if it has one."""

    note: NoteId
    link: LinkId
    opened_at: int
    title: str
    granted: Role | None


def insert(db: Db, note: NoteId, title: str, at: int) -> None:
    db.execute(
        "INSERT INTO notes (id, title, created_at, changed_at) VALUES (?, ?, ?, ?)", (note, title, at, at)
    )


def find(db: Db, note: NoteId) -> NoteRow | None:
    for id_, epoch, changed_at in db.execute("SELECT id, epoch, changed_at FROM notes WHERE id = ?", (note,)):
        return NoteRow(id=id_, epoch=epoch, changed_at=changed_at)
    return None


def opened(db: Db, device: DeviceId, note: NoteId, link: LinkId, at: int) -> None:
    """Remember that a device opened a note, for its home page."""
    db.execute(
        "INSERT INTO openings (device, note, link, opened_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (device, note) DO UPDATE SET link = excluded.link, opened_at = excluded.opened_at",
        (device, note, link, at),
    )


def opened_by(db: Db, device: DeviceId, note: NoteId) -> LinkId | None:
    rows = db.execute("SELECT link FROM openings WHERE device = ? AND note = ?", (device, note))
    return next((link for (link,) in rows), None)


def openings(db: Db, device: DeviceId) -> list[Opening]:
    """What the device has opened, the latest first."""
    rows = db.execute(
        "SELECT notes.id, openings.link, openings.opened_at, notes.title, grants.role FROM openings"
        " JOIN notes ON notes.id = openings.note"
        " LEFT JOIN grants ON grants.device = openings.device AND grants.note = openings.note"
        " WHERE openings.device = ? ORDER BY openings.opened_at DESC LIMIT ?",
        (device, _LISTED),
    )
    return [_opening(row) for row in rows]


def _opening(row: tuple[Any, ...]) -> Opening:
    note, link, opened_at, title, granted = row
    return Opening(
        note=note,
        link=link,
        opened_at=opened_at,
        title=title,
        granted=None if granted is None else Role(granted),
    )
