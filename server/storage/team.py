"""The people of the team, the notes of its library, and the rights that its classeur gives somebody."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from crdt.roles import Role
from export.languages.folding import sort_key
from server.ids import BinderId, DeviceId, NoteId, VisitorId
from server.storage import Db, binders, devices, search_changes
from server.storage.members import ENDED, IDLE_MS, LONGEST_MS
from server.storage.rights import recoveries
from server.storage.sql import marks
from server.targets import BinderTarget, Target

# The ids of a classeur and of all that is in it.
_IN: Final = (
    "SELECT id FROM binders WHERE id = ? UNION SELECT id FROM notes WHERE binder = ?"
    " UNION SELECT id FROM folders WHERE binder = ?"
)
_CLASSIFIED: Final = "SELECT note FROM cards WHERE classification <> ''"


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """A device of a member, with its User-Agent; times are milliseconds since 1970."""

    id: DeviceId
    agent: str
    since: int
    seen_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A visitor who is a member, has left or was removed, or manages the team's classeur.

    `browsers` are those by which they are a member now, the last seen first. `is_named`: a provider has named
    them. `is_removed`: they are refused when they sign in there.
    """

    visitor: VisitorId
    name: str
    browsers: tuple[Browser, ...] = ()
    is_named: bool = False
    is_removed: bool = False
    manages: bool = False

    @property
    def is_member(self) -> bool:
        return bool(self.browsers)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A note of the former library that did not move into the team's classeur."""

    note: NoteId
    title: str
    classification: str


def people(db: Db, *, proof: str, now: int) -> list[Person]:
    """Members, those who left or were removed, and managers; by name, the nameless last."""
    binder = binders.of_team(db)
    managing_it = managers(db, binder.id) if binder else frozenset()
    browsers = _browsers(db, proof=proof, now=now)
    named = dict(db.execute("SELECT visitor, max(removed_at) FROM people GROUP BY visitor"))
    removed = {visitor for visitor, at in named.items() if at is not None}
    names = devices.people(db, sorted({*browsers, *managing_it, *removed, *_gone(db)}))
    found = [
        Person(
            visitor=visitor,
            name=name or "",
            browsers=browsers.get(visitor, ()),
            is_named=visitor in named,
            is_removed=visitor in removed,
            manages=visitor in managing_it,
        )
        for visitor, (name, _) in names.items()
    ]
    return sorted(found, key=lambda one: (not one.name, sort_key(one.name), one.visitor))


def left_out(db: Db) -> list[LeftOut]:
    """The notes of the library that are in no classeur, in the order of their titles; none of the trash."""
    rows = db.execute(
        "SELECT notes.id, notes.title, coalesce(cards.classification, '') FROM library"
        " JOIN notes ON notes.id = library.note LEFT JOIN cards ON cards.note = notes.id"
        " WHERE notes.binder IS NULL AND notes.trashed_at IS NULL ORDER BY notes.title, notes.id"
    )
    return [LeftOut(note=note, title=title, classification=said) for note, title, said in rows]


def share(db: Db, note: NoteId) -> None:
    """Put a note into the library, for the team's classeur that is to be made."""
    db.execute("INSERT INTO library (note) VALUES (?) ON CONFLICT (note) DO NOTHING", (note,))


def move_library(db: Db, binder: BinderId, *, only: NoteId | None = None) -> int:
    """Put the notes of the library that say no classification into the team's classeur, or `only` one of any.

    How many were put in. What is in a classeur is in the library no more.
    """
    of = "id = ?" if only else f"id NOT IN ({_CLASSIFIED})"
    moved = db.execute(
        "UPDATE notes SET binder = ? WHERE binder IS NULL AND id IN (SELECT note FROM library)"  # noqa: S608
        f" AND {of} RETURNING id",
        (binder, only) if only else (binder,),
    )
    notes = [NoteId(note) for (note,) in moved]
    for note in notes:
        search_changes.add(db, note)
    db.execute("DELETE FROM library WHERE note IN (SELECT id FROM notes WHERE binder IS NOT NULL)")
    return len(notes)


def take_rights(db: Db, of: Collection[DeviceId], binder: BinderId) -> None:
    """Devices lose what they were granted in a classeur, and what would give it back to them.

    That is hand-overs, which a press of Téléphone volé undoes, and recovery links that they have made.
    """
    ids, there = list(of), (binder,) * 3
    db.execute(f"DELETE FROM grants WHERE device IN ({marks(ids)}) AND target IN ({_IN})", (*ids, *there))  # noqa: S608
    end_returns(db, ids, _ids_in(db, binder))


def end_returns(db: Db, of: Collection[DeviceId], within: Collection[str]) -> None:
    """End what would give these devices the right to manage back: their hand-overs and recovery links."""
    ids = list(of)
    rows = db.execute(
        f"SELECT id, target FROM handovers WHERE from_device IN ({marks(ids)})",  # noqa: S608 - marks
        ids,
    )
    for id_, target in list(rows):
        if target in within:
            db.execute("DELETE FROM handovers WHERE id = ?", (id_,))
    recoveries.end(db, ids, within=frozenset(within))


def opened(db: Db, by: Collection[DeviceId], binder: BinderId) -> list[Target]:
    """Of a classeur and all in it: that to which these devices know an open address.

    They came by it, also where they stand at another one, or made it. Their openings tell by which generation
    of a link they came; of a link that they made they know the first one.
    """
    ids, there = list(by), (binder,) * 3
    rows = db.execute(
        "SELECT came.target FROM openings AS came"  # noqa: S608 - constants
        " JOIN links ON links.id = came.link AND links.generation = came.generation"
        f" WHERE came.device IN ({marks(ids)}) AND links.closed_at IS NULL AND came.target IN ({_IN})"
        " UNION SELECT links.target FROM comings"
        " JOIN links ON links.id = comings.link AND links.generation = comings.generation"
        f" WHERE comings.device IN ({marks(ids)}) AND links.closed_at IS NULL"
        f" AND links.target IN ({_IN})"
        " UNION SELECT target FROM links"
        f" WHERE created_by IN ({marks(ids)}) AND generation = 1 AND closed_at IS NULL"
        f" AND target IN ({_IN})",
        (*ids, *there, *ids, *there, *ids, *there),
    )
    known = {id_ for (id_,) in rows}
    every: list[Target] = [BinderTarget(binder), *binders.targets_in(db, BinderTarget(binder))]
    return [target for target in every if target.id in known]


def _ids_in(db: Db, binder: BinderId) -> list[str]:
    return [id_ for (id_,) in db.execute(_IN, (binder, binder, binder))]


def managers(db: Db, binder: BinderId) -> frozenset[VisitorId]:
    """The visitors who manage a classeur by a right of their own, and have a device to do so."""
    rows = db.execute(
        "WITH granted (device) AS (SELECT device FROM grants WHERE target = ? AND role = ?),"
        " managing (visitor) AS (SELECT holders.visitor FROM granted"
        "  JOIN holders ON holders.device = granted.device"
        "  UNION SELECT owner.visitor FROM granted JOIN devices AS kept ON kept.id = granted.device"
        "  JOIN devices AS owner ON owner.id = kept.kept_for)"
        " SELECT visitor FROM managing WHERE EXISTS (SELECT 1 FROM devices"
        "  WHERE devices.visitor = managing.visitor AND kept_for IS NULL AND closed_at IS NULL)",
        (binder, Role.MANAGE.value),
    )
    return frozenset(VisitorId(visitor) for (visitor,) in rows)


def _gone(db: Db) -> list[VisitorId]:
    """The visitors whose membership was ended on one of their browsers."""
    rows = db.execute(
        "SELECT DISTINCT devices.visitor FROM members JOIN devices ON devices.id = members.device"
        " WHERE members.proof = ?",
        (ENDED,),
    )
    return [VisitorId(visitor) for (visitor,) in rows]


def _browsers(db: Db, *, proof: str, now: int) -> dict[VisitorId, tuple[Browser, ...]]:
    rows = db.execute(
        "SELECT devices.visitor, devices.id, devices.label, members.since, members.seen_at FROM members"
        " JOIN devices ON devices.id = members.device AND devices.closed_at IS NULL"
        " WHERE members.proof = ? AND members.since > ? AND members.seen_at > ?"
        " ORDER BY members.seen_at DESC, devices.id",
        (proof, now - LONGEST_MS, now - IDLE_MS),
    )
    found: dict[VisitorId, tuple[Browser, ...]] = {}
    for visitor, device, agent, since, seen_at in rows:
        one = Browser(id=device, agent=agent, since=since, seen_at=seen_at)
        found[visitor] = (*found.get(visitor, ()), one)
    return found
