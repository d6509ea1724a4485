"""Members of the team: their devices, the people whom a provider has named, and the passphrase in force."""

from collections.abc import Collection
from typing import Final

from server.ids import DeviceId, VisitorId
from server.storage import Db, kept_rights
from server.storage.sql import marks

DAY_MS: Final = 24 * 3600 * 1000
# However often it comes back, and when it does not.
LONGEST_MS: Final = 30 * DAY_MS
IDLE_MS: Final = 14 * DAY_MS
# In the place of the proof of a membership that was ended: no settings ask for it.
ENDED: Final = "ended"


def let_in(db: Db, device: DeviceId, *, proof: str, at: int, person: str = "") -> None:
    """Know a browser as a member's from now on; `person` is whom a provider has named."""
    db.execute(
        "INSERT INTO members (device, proof, since, seen_at, person) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (device) DO UPDATE SET proof = excluded.proof, since = excluded.since,"
        " seen_at = excluded.seen_at, person = excluded.person",
        (device, proof, at, at, person),
    )


def is_named(db: Db, device: DeviceId) -> bool:
    """Whether this browser was let in before, and nobody has ended that; it may be asked again."""
    return any(db.execute("SELECT 1 FROM members WHERE device = ? AND proof <> ?", (device, ENDED)))


def is_new(db: Db) -> bool:
    """Whether nobody has ever become a member here."""
    return not any(db.execute("SELECT 1 FROM members LIMIT 1"))


def end(db: Db, devices: Collection[DeviceId]) -> None:
    """These browsers are no members' any more. Their rows stay: they tell who was one."""
    ids = list(devices)
    db.execute(f"UPDATE members SET proof = ? WHERE device IN ({marks(ids)})", (ENDED, *ids))  # noqa: S608


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


def persons(db: Db, visitor: VisitorId) -> list[str]:
    """Whom a provider has named on the visitor's devices: one person, but for devices that changed hands."""
    rows = db.execute(
        "SELECT person FROM people WHERE visitor = ? UNION SELECT members.person FROM members"
        " JOIN devices ON devices.id = members.device WHERE devices.visitor = ? AND members.person <> ''",
        (visitor, visitor),
    )
    return [person for (person,) in rows]


def devices_of(db: Db, visitor: VisitorId, named: Collection[str]) -> list[DeviceId]:
    """The browsers that became members' as this visitor, or as one of the named people; closed ones too."""
    ids = list(named)
    rows = db.execute(
        "SELECT members.device FROM members JOIN devices ON devices.id = members.device"  # noqa: S608 - marks
        f" WHERE devices.visitor = ? OR members.person IN ({marks(ids)}) ORDER BY members.device",
        (visitor, *ids),
    )
    return [DeviceId(device) for (device,) in rows]


def remove(db: Db, named: Collection[str], at: int | None) -> None:
    """Whether these people are refused when they sign in: since `at`, or not (None)."""
    ids = list(named)
    db.execute(f"UPDATE people SET removed_at = ? WHERE person IN ({marks(ids)})", (at, *ids))  # noqa: S608


def is_removed(db: Db, person: str) -> bool:
    return any(db.execute("SELECT 1 FROM people WHERE person = ? AND removed_at IS NOT NULL", (person,)))


def passphrase(db: Db, proof: str) -> str | None:
    """The hash that stands in for the passphrase of the settings; None where that one is in force."""
    rows = db.execute("SELECT hash FROM team_passphrases WHERE proof = ?", (proof,))
    return next((hash_ for (hash_,) in rows), None)


def change_passphrase(db: Db, proof: str, hash_: str, at: int) -> None:
    """Members stay: their proof is that of the settings."""
    db.execute(
        "INSERT INTO team_passphrases (proof, hash, made_at) VALUES (?, ?, ?) ON CONFLICT (proof)"
        " DO UPDATE SET hash = excluded.hash, made_at = excluded.made_at",
        (proof, hash_, at),
    )
