"""Rights of a device on all that it may read now: classeurs, single notes, notes of pochettes."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from crdt.roles import Role
from server.ids import BinderId, DeviceId, NoteId
from server.storage import Db, members
from server.storage.devices import SHARING
from server.storage.shown_items import Shown, in_pochettes
from server.storage.sql import in_parts, marks

_GRANTED: Final = f"SELECT target, role FROM grants AS came WHERE device IN ({SHARING})"  # noqa: S608
_SAID: Final = (
    "EXISTS (SELECT 1 FROM admissions WHERE admissions.link = links.id AND admissions.device = ?"
    " AND admissions.generation = links.generation)"
)
# By links that are open and of today's address. One to print counts at its door.
_CAME: Final = (
    f"SELECT came.target, links.role, CASE WHEN links.password_hash IS NULL OR {_SAID} THEN 1 ELSE 0 END"  # noqa: S608
    " FROM openings AS came JOIN links ON links.id = came.link AND links.generation = came.generation"
    f" WHERE came.device IN ({SHARING}) AND came.target = links.target"
    " AND came.target NOT IN (SELECT id FROM folders)"
    " AND links.closed_at IS NULL AND (links.expires_at IS NULL OR links.expires_at > ?)"
    " AND (links.max_openings IS NULL OR links.role = 'print')"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable:
    """Roles of a device, `read` or more: on classeurs by name, and on notes.

    `notes` are those that it holds one by one, where that is more than their classeur gives; `holders` has
    the classeur of each, None for a note of none. `pochettes` says where it reads those that it reaches by
    pochettes alone.
    """

    binders: Mapping[BinderId, Role] = field(default_factory=dict)
    names: Mapping[BinderId, str] = field(default_factory=dict)
    notes: Mapping[NoteId, Role] = field(default_factory=dict)
    holders: Mapping[NoteId, BinderId | None] = field(default_factory=dict)
    pochettes: Mapping[NoteId, Sequence[Shown]] = field(default_factory=dict)

    def comments(self) -> frozenset[str]:
        """The classeurs and notes where the device may comment; ids tell them apart."""
        return frozenset(
            id_
            for held in (self.binders, self.notes)
            for id_, role in held.items()
            if role.allows(Role.COMMENT)
        )

    def is_within(self, note: NoteId, binder: BinderId | None) -> bool:
        """Whether one of `notes` is in a classeur (None: anywhere); one of `pochettes` is where these are."""
        where = [shown.binder for shown in self.pochettes.get(note, ())] or [self.holders[note]]
        return binder is None or binder in where

    def role(self, note: NoteId, binder: BinderId | None) -> Role | None:
        """The right on a note that is in this classeur now, as `ways.strongest` has it."""
        found = [self.notes.get(note), self.binders.get(binder) if binder else None]
        return max((role for role in found if role), key=Role.rank, default=None)


@dataclass(slots=True)
class _Held:
    """Of one target: the highest right that was granted, and those of the links that still open.

    `locked` are those of links whose password the device has not said: they open to managers alone.
    """

    granted: Role | None = None
    open: list[Role] = field(default_factory=list)
    locked: list[Role] = field(default_factory=list)

    @property
    def manages(self) -> bool:
        return self.granted is Role.MANAGE

    def role(self, *, manages: bool) -> Role | None:
        found = [self.granted, *self.open, *(self.locked if manages else ())]
        return max((role for role in found if role), key=Role.rank, default=None)


def readable(db: Db, device: DeviceId, *, proof: str, now: int) -> Readable:
    """What the device may read at this moment; nothing that is in the trash."""
    found = rights(db, device, proof=proof, now=now)
    notes, holders = dict(found.notes), dict(found.holders)
    pochettes: defaultdict[NoteId, list[Shown]] = defaultdict(list)
    for shown in in_pochettes(db, device, binders=list(found.binders), proof=proof, now=now):
        if shown.note not in found.notes and shown.holder not in found.binders:
            notes[shown.note], holders[shown.note] = Role.READ, shown.holder
            pochettes[shown.note].append(shown)
    return replace(found, notes=notes, holders=holders, pochettes=dict(pochettes))


def rights(
    db: Db, device: DeviceId, *, proof: str, now: int, among: Collection[str] | None = None
) -> Readable:
    """The same without what pochettes show; `among`: of these classeurs and notes alone."""
    held = _held(db, device, now, among)
    found = _binders(db, device, held, proof=proof, now=now)
    managed = {id_ for id_ in found if id_ in held and held[id_].manages}
    binders = {id_: role for id_, (role, _) in found.items() if role and role.allows(Role.READ)}
    notes: dict[NoteId, Role] = {}
    holders: dict[NoteId, BinderId | None] = {}
    for note, binder in _notes(db, held):
        own, given = held[note], binders.get(binder) if binder else None
        role = own.role(manages=own.manages or binder in managed)
        if role and role.allows(Role.READ) and (given is None or not given.allows(role)):
            notes[note], holders[note] = role, binder
    names = {id_: found[id_][1] for id_ in binders}
    return Readable(binders=binders, names=names, notes=notes, holders=holders)


def _held(db: Db, device: DeviceId, now: int, among: Collection[str] | None) -> Mapping[str, _Held]:
    """By target, of whatever kind: ids tell notes, pochettes and classeurs apart."""
    held: defaultdict[str, _Held] = defaultdict(_Held)
    parts = [None] if among is None else in_parts([*among])
    for part in parts:
        only, ids = ("", ()) if part is None else (f" AND came.target IN ({marks(part)})", part)
        for target, role in db.execute(_GRANTED + only, (device, *ids)):
            one, given = held[target], Role(role)
            one.granted = max(filter(None, (one.granted, given)), key=Role.rank)
        for target, role, is_let_in in db.execute(_CAME + only, (device, device, now, *ids)):
            one = held[target]
            (one.open if is_let_in else one.locked).append(Role(role))
    return dict(held)


def _binders(
    db: Db, device: DeviceId, held: Mapping[str, _Held], *, proof: str, now: int
) -> dict[BinderId, tuple[Role | None, str]]:
    """The right on each classeur that is known here, and its name; none that is in the trash."""
    is_member = bool(proof) and members.ends_at(db, device, proof=proof, now=now) is not None
    found: dict[BinderId, tuple[Role | None, str]] = {}
    for part in in_parts([*held, ""]):
        rows = db.execute(
            "SELECT id, name, is_team FROM binders WHERE trashed_at IS NULL"  # noqa: S608 - marks
            f" AND (id IN ({marks(part)}) OR is_team = 1)",
            part,
        )
        for id_, name, is_team in rows:
            own = held[id_].role(manages=held[id_].manages) if id_ in held else None
            team = Role.EDIT if is_team and is_member else None
            role = max(filter(None, (own, team)), key=Role.rank, default=None)
            found[BinderId(id_)] = (role, name)
    return found


def _notes(db: Db, held: Mapping[str, _Held]) -> Iterator[tuple[NoteId, BinderId | None]]:
    """Which of these targets are notes, with the classeur of each, none of the trash."""
    for part in in_parts([*held]):
        query = f"SELECT id, binder FROM notes WHERE id IN ({marks(part)}) AND trashed_at IS NULL"  # noqa: S608
        yield from db.execute(query, part)
