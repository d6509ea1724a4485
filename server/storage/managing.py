"""Who manages a note or a pochette, who might, and the links that give the right back."""

from dataclasses import dataclass

from crdt.roles import Role
from server.storage import Db, DeviceId, FolderId, NoteId, VisitorId, folders, links
from server.storage.devices import HIS

_MOST_PEOPLE = 50
# The devices that came by the current address of a link, and the visitors who manage it.
_OF = (
    "WITH opened (device, at) AS (SELECT device, opened_at FROM openings"
    " JOIN links ON links.id = openings.link AND links.generation = openings.generation"
    " WHERE openings.note = ?"
    " UNION ALL SELECT device, opened_at FROM folder_openings"
    " JOIN links ON links.id = folder_openings.link AND links.generation = folder_openings.generation"
    " WHERE folder_openings.folder = ?),"
    " managers (visitor) AS (SELECT holders.visitor FROM grants"
    " JOIN holders ON holders.device = grants.device"
    " WHERE grants.note = ? AND grants.role = 'manage' UNION SELECT holders.visitor FROM folder_grants"
    " JOIN holders ON holders.device = folder_grants.device"
    " WHERE folder_grants.folder = ? AND folder_grants.role = 'manage')"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Managed:
    """A note or a pochette: one of the two is not None."""

    note: NoteId | None = None
    folder: FolderId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who has opened it and said a name; `seen_at` in milliseconds since 1970."""

    visitor: VisitorId
    name: str
    colour: int
    seen_at: int
    manages: bool


def put_recovery(db: Db, managed: Managed, hash_: str, at: int) -> None:
    """Keep a link, in the place of the one before."""
    db.execute("DELETE FROM recoveries WHERE note = ? OR folder = ?", (managed.note, managed.folder))
    db.execute(
        "INSERT INTO recoveries (hash, note, folder, made_at) VALUES (?, ?, ?, ?)",
        (hash_, managed.note, managed.folder, at),
    )


def recovery_made_at(db: Db, managed: Managed) -> int | None:
    """When the link was made that is still good; None where there is none."""
    query = "SELECT made_at FROM recoveries WHERE note = ? OR folder = ?"
    return next((at for (at,) in db.execute(query, (managed.note, managed.folder))), None)


def recovered_by(db: Db, hash_: str) -> Managed | None:
    """What a link gives back, while it is good."""
    rows = db.execute("SELECT note, folder FROM recoveries WHERE hash = ?", (hash_,))
    return next((Managed(note=note, folder=folder) for note, folder in rows), None)


def spend_recovery(db: Db, hash_: str, device: DeviceId) -> Managed | None:
    """Give a device what the link gives; it is good no more."""
    managed = recovered_by(db, hash_)
    if managed is not None:
        db.execute("DELETE FROM recoveries WHERE hash = ?", (hash_,))
        grant(db, managed, device)
    return managed


def grant(db: Db, managed: Managed, device: DeviceId) -> None:
    if managed.note is not None:
        links.grant(db, device, managed.note, Role.MANAGE)
    if managed.folder is not None:
        folders.grant(db, device, managed.folder, Role.MANAGE)


def people(db: Db, managed: Managed) -> list[Person]:
    """Those who have opened it and are known by a name, the last seen first."""
    rows = db.execute(
        f"{_OF} SELECT visitors.id, visitors.name, visitors.colour, max(opened.at),"  # noqa: S608 - a constant
        " EXISTS (SELECT 1 FROM managers WHERE managers.visitor = visitors.id)"
        " FROM opened JOIN devices ON devices.id = opened.device AND devices.closed_at IS NULL"
        " JOIN visitors ON visitors.id = devices.visitor WHERE visitors.name IS NOT NULL"
        " GROUP BY visitors.id ORDER BY max(opened.at) DESC LIMIT ?",
        (*(managed.note, managed.folder) * 2, _MOST_PEOPLE),
    )
    return [
        Person(visitor=visitor, name=name, colour=colour, seen_at=at, manages=bool(manages))
        for visitor, name, colour, at, manages in rows
    ]


def give(db: Db, managed: Managed, visitor: VisitorId) -> bool:
    """Let a visitor manage, on the device that has opened it last; False where none of theirs has."""
    rows = db.execute(
        f"{_OF} SELECT opened.device FROM opened JOIN devices ON devices.id = opened.device"  # noqa: S608
        " AND devices.closed_at IS NULL WHERE devices.visitor = ? ORDER BY opened.at DESC LIMIT 1",
        (*(managed.note, managed.folder) * 2, visitor),
    )
    device = next((DeviceId(device) for (device,) in rows), None)
    if device is not None:
        grant(db, managed, device)
    return device is not None


def lay_down(db: Db, managed: Managed, device: DeviceId) -> None:
    """The visitor of a device manages it no more, on any device of theirs."""
    for of, id_ in (("grants WHERE note", managed.note), ("folder_grants WHERE folder", managed.folder)):
        query = f"DELETE FROM {of} = ? AND role = ? AND device IN ({HIS})"  # noqa: S608 - constants
        db.execute(query, (id_, Role.MANAGE.value, device))
