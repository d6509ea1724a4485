"""The classeurs of a device: those that it may read, those whose link is over, and what is in them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from crdt.roles import Role
from server.ids import BinderId, DeviceId, NoteId
from server.storage import Db, binders, members
from server.storage.binders import BinderRow
from server.storage.devices import SHARING
from server.storage.readable import rights
from server.storage.rights.openings import OF_KEYS, keys_of
from server.storage.sql import marks

# How long home remembers a classeur whose link is over.
REMEMBERED_MS: Final = 30 * 24 * 3600 * 1000
_IS_THERE: Final = " AND EXISTS (SELECT 1 FROM binders WHERE binders.id = target AND trashed_at IS NULL)"
_LISTED: Final = "notes.binder IN ({}) AND notes.trashed_at IS NULL AND notes.archived_at IS NULL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """A classeur that a device may read, by which right, and when it was opened last (ms since 1970)."""

    row: BinderRow
    role: Role
    opened_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """A classeur that a device may read no more, since when (ms since 1970): nothing else is told of it."""

    binder: BinderId
    at: int


@dataclass(slots=True)
class Contents:
    """The notes of a classeur: how many, how many of each theme, how many have changed, and when the last.

    None of the archive or the trash. `changed_at` in milliseconds since 1970, None of an empty one. `live`:
    those of the notes in memory that are in it.
    """

    notes: int = 0
    themes: dict[str, int] = field(default_factory=dict)
    changed: int = 0
    changed_at: int | None = None
    live: list[NoteId] = field(default_factory=list)


def readable(db: Db, device: DeviceId, *, proof: str, now: int) -> list[Shelved]:
    """Those that the device's visitor has opened or manages, and that of the team; last opened first."""
    found = [(one.binder, one.opened_at) for one in binders.openings(db, device)]
    team = binders.of_team(db)
    is_member = members.ends_at(db, device, proof=proof, now=now) is not None
    if team is not None and team.trashed_at is None and is_member and team not in (row for row, _ in found):
        found.append((team, team.created_at))
    held = rights(db, device, proof=proof, now=now, among=[row.id for row, _ in found]).binders
    ranked = [Shelved(row=row, role=held[row.id], opened_at=at) for row, at in found if row.id in held]
    return sorted(ranked, key=lambda one: one.opened_at, reverse=True)


def over(db: Db, device: DeviceId, *, reached: Collection[BinderId], now: int) -> list[Over]:
    """Those by whose link the device came, once that is closed, renewed or expired; the last first."""
    rows = db.execute(
        f"WITH {keys_of(_IS_THERE)}"  # noqa: S608 - constants
        " SELECT openings.target, max(CASE WHEN links.closed_at IS NOT NULL THEN links.closed_at"
        " WHEN links.generation <> openings.generation THEN links.changed_at ELSE links.expires_at END) AS at"
        f" FROM {OF_KEYS} JOIN links ON links.id = openings.link WHERE"
        " links.closed_at IS NOT NULL OR links.generation <> openings.generation OR links.expires_at <= ?"
        " GROUP BY openings.target ORDER BY at DESC, openings.target",
        (device, now),
    )
    last = (Over(binder=binder, at=at) for binder, at in rows if binder not in reached)
    return [one for one in last if one.at > now - REMEMBERED_MS]


def forget(db: Db, device: DeviceId, binder: BinderId) -> None:
    """The device's visitor has not opened this classeur any more."""
    db.execute(
        f"DELETE FROM openings WHERE target = ? AND device IN ({SHARING})",  # noqa: S608 - a constant
        (binder, device),
    )


def contents(
    db: Db, ids: Collection[BinderId], *, since: int, live: Mapping[NoteId, int]
) -> Mapping[BinderId, Contents]:
    """What is in each of them, in two statements; `changed` counts from `since` on.

    `live`: when the notes in memory were written last, of which the database may not know yet.
    """
    rows = db.execute(
        "SELECT notes.binder, coalesce(cards.theme, '') AS theme, count(*),"  # noqa: S608 - marks
        " sum(CASE WHEN notes.changed_at >= ? THEN 1 ELSE 0 END), max(notes.changed_at)"
        f" FROM notes LEFT JOIN cards ON cards.note = notes.id WHERE {_LISTED.format(marks(ids))}"
        " GROUP BY notes.binder, coalesce(cards.theme, '')",
        (since, *ids),
    )
    found = {id_: Contents() for id_ in ids}
    for binder, theme, notes, changed, at in rows:
        one = found[binder]
        one.notes += notes
        one.changed += changed
        one.changed_at = max(at, one.changed_at or 0)
        if theme:
            one.themes[theme] = notes
    open_notes = db.execute(
        f"SELECT id, binder, changed_at FROM notes WHERE {_LISTED.format(marks(ids))}"  # noqa: S608 - marks
        f" AND id IN ({marks(live)})",
        (*ids, *live),
    )
    for note, binder, at in open_notes:
        one = found[binder]
        one.changed += at < since <= live[note]
        one.changed_at = max(live[note], one.changed_at or 0)
        one.live.append(note)
    return found
