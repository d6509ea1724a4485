"""Where notes may move, and what that would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crdt.roles import Role
from server.binders.rules.drawing import tabs
from server.binders.rules.effects import Effects, Moved
from server.binders.rules.moving import leaving
from server.ids import BinderId, DeviceId, NoteId
from server.storage import Db, cards, notes, shelf
from server.storage.binders import BinderRow
from server.storage.devices import Device


@dataclass(frozen=True, slots=True, kw_only=True)
class Movable:
    """A note that this device may move, and the classeur that it is in."""

    note: NoteId
    title: str
    classification: str
    binder: BinderRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A classeur into which the notes may go, the right of this device there, and what that would do.

    `tabs` are the colours of its drawing, 1 to 8.
    """

    row: BinderRow
    role: Role
    tabs: Sequence[int]
    moved: Moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """`out` is what taking the notes out would do, where all are in one classeur.

    `binder` is that one; `named` says whether this device may know what it is called.
    """

    notes: Sequence[Movable]
    into: Sequence[Choice]
    binder: BinderRow | None
    named: bool
    out: Moved | None


def after(
    db: Db, *, ids: Sequence[NoteId], device: Device | None, to: BinderId, proof: str, now: int
) -> Moved:
    """What putting these notes into a classeur would do. Raises as `leaving`."""
    effects = Effects(db, _held(db, ids, device, proof, now), device, proof, now)
    return effects.after(to)


def choices(db: Db, *, ids: Sequence[NoteId], device: Device | None, proof: str, now: int) -> Choices:
    """The classeurs into which this device may move these notes. Raises as `leaving`."""
    held = _held(db, ids, device, proof, now)
    effects = Effects(db, held, device, proof, now)
    known = shelf.readable(db, device.id, proof=proof, now=now) if device else []
    holder = _only(held)
    into = [
        one for one in known if one.role.allows(Role.EDIT) and (holder is None or one.row.id != holder.id)
    ]
    inside = shelf.contents(db, [one.row.id for one in into], since=now, live={})
    return Choices(
        notes=[_movable(db, note, row) for note, row in held.items()],
        into=[
            Choice(
                row=one.row,
                role=one.role,
                tabs=tabs(inside[one.row.id].themes),
                moved=effects.after(one.row.id),
            )
            for one in into
        ],
        binder=holder,
        named=holder is not None and any(one.row.id == holder.id for one in known),
        out=effects.after(None) if holder else None,
    )


def _held(
    db: Db, ids: Sequence[NoteId], device: Device | None, proof: str, now: int
) -> dict[NoteId, BinderRow | None]:
    of: DeviceId | None = device.id if device else None
    return {note: leaving(db, of, note, proof=proof, now=now) for note in ids}


def _only(held: Mapping[NoteId, BinderRow | None]) -> BinderRow | None:
    """The classeur that holds all of them, where one does."""
    rows = list(held.values())
    return rows[0] if len({row and row.id for row in rows}) == 1 else None


def _movable(db: Db, note: NoteId, row: BinderRow | None) -> Movable:
    card = cards.find(db, note).card
    return Movable(note=note, title=notes.title(db, note), classification=card.classification, binder=row)
