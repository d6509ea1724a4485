"""Members of the team: their devices, and the library of shared notes."""

from dataclasses import dataclass
from typing import Final

from server.ids import DeviceId, NoteId, VisitorId
from server.storage import Db, kept_rights
from server.storage.devices import SHARING

DAY_MS: Final = 24 * 3600 * 1000
# However often it comes back, and when it does not.
LONGEST_MS: Final = 30 * DAY_MS
IDLE_MS: Final = 14 * DAY_MS
_LISTED: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A note of the library; `changed_at` in milliseconds since 1970, `is_titled` as of an opening."""

    note: NoteId
    title: str
    is_titled: bool
    changed_at: int


def let_in(db: Db, device: DeviceId, *, proof: str, at: int) -> None:
    """Know a browser as a member's from now on."""
    db.execute(
        "INSERT INTO members (device, proof, since, seen_at) VALUES (?, ?, ?, ?) ON CONFLICT (device)"
        " DO UPDATE SET proof = excluded.proof, since = excluded.since, seen_at = excluded.seen_at",
        (device, proof, at, at),
    )


def seen_at(db: Db, device: DeviceId, *, proof: str, now: int) -> int | None:
    """When this browser of a member was last here; None where it is not one, or not any more."""
    rows = db.execute(
        "SELECT seen_at FROM members WHERE device = ? AND proof = ? AND since > ? AND seen_at > ?",
        (device, proof, now - LONGEST_MS, now - IDLE_MS),
    )
    return next((at for (at,) in rows), None)


def ends_at(db: Db, device: DeviceId, *, proof: str, now: int) -> int | None:
    """When the membership of this browser ends if it does not come again; None where it is no member's."""
    rows = db.execute(
        "SELECT since, seen_at FROM members WHERE device = ? AND proof = ? AND since > ? AND seen_at > ?",
        (device, proof, now - LONGEST_MS, now - IDLE_MS),
    )
    return next((min(since + LONGEST_MS, seen_at + IDLE_MS) for since, seen_at in rows), None)


def seen(db: Db, device: DeviceId, at: int) -> None:
    db.execute("UPDATE members SET seen_at = ? WHERE device = ?", (at, device))


def become(db: Db, device: DeviceId, visitor: VisitorId, person: str, *, at: int) -> None:
    """The browser is one of this person's: with what the others may do or, if it is the first, as it is.

    Its former rights stay its own, as when devices are linked.
    """
    known = visitor_of(db, person)
    if known is None:
        db.execute("INSERT INTO people (person, visitor) VALUES (?, ?)", (person, visitor))
    elif known != visitor:
        kept_rights.join(db, device, known, by=None, at=at)


def visitor_of(db: Db, person: str) -> VisitorId | None:
    """The visitor that a person is on all their devices."""
    rows = db.execute("SELECT visitor FROM people WHERE person = ?", (person,))
    return next((VisitorId(id_) for (id_,) in rows), None)


def signed_in_since(db: Db, device: DeviceId, visitor: VisitorId, at: int) -> bool:
    """Whether the person who is this visitor signed in on the device after a moment."""
    query = (
        "SELECT 1 FROM members WHERE device = ? AND since > ?"
        " AND EXISTS (SELECT 1 FROM people WHERE visitor = ?)"
    )
    return bool(list(db.execute(query, (device, at, visitor))))


def share(db: Db, note: NoteId) -> None:
    """Put a note where every member finds it."""
    db.execute("INSERT INTO library (note) VALUES (?) ON CONFLICT (note) DO NOTHING", (note,))


def library(db: Db, device: DeviceId) -> list[Shared]:
    """The notes of the team that this visitor has not opened yet, those changed last first."""
    rows = db.execute(
        "SELECT notes.id, notes.title,"  # noqa: S608 - a constant
        " coalesce((SELECT max(seq) FROM journal WHERE note = notes.id), 0)"
        " <= coalesce((SELECT max(seq) FROM snapshots WHERE note = notes.id), 0),"
        " coalesce((SELECT at FROM journal WHERE note = notes.id ORDER BY seq DESC LIMIT 1), changed_at)"
        " AS last"
        " FROM library JOIN notes ON notes.id = library.note"
        " WHERE notes.trashed_at IS NULL"
        f" AND NOT EXISTS (SELECT 1 FROM openings WHERE note = notes.id AND device IN ({SHARING}))"
        " ORDER BY last DESC LIMIT ?",
        (device, _LISTED),
    )
    return [
        Shared(note=note, title=title, is_titled=bool(is_titled), changed_at=last)
        for note, title, is_titled, last in rows
    ]
