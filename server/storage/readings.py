"""Readings: the version of each note that a device was shown, and whether it was said to be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from crdt.compaction import LoadError, Snapshot
from crdt.varint import MalformedError
from server.ids import DeviceId, NoteId, VisitorId
from server.storage import Db, erasures, journal
from server.storage.sql import in_parts, marks


class Position(NamedTuple):
    """A version of a note: an epoch, and the last row of the journal in it."""

    epoch: int
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a device was shown of a note, at `at`, and when that was said to be read. In ms since 1970."""

    position: Position
    at: int
    said_at: int | None
    passages: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """How a note stands: rows before `first` are pruned. Times are milliseconds since 1970."""

    position: Position
    first: int
    created_at: int
    changed_at: int

    def has(self, position: Position) -> bool:
        """Whether the journal still tells what stood there."""
        # An empty note has no row before its first one, which is number 1.
        is_kept = position.seq >= self.first or self.first == 1
        return position.epoch == self.position.epoch and is_kept and position.seq <= self.position.seq


class Parts(NamedTuple):
    """What makes a version of a note."""

    snapshot: Snapshot | None
    updates: list[bytes]


class Reader(NamedTuple):
    """A visitor who lets the team see that a note was read, and when."""

    note: NoteId
    name: str
    at: int


_COLUMNS: Final = "epoch, seq, at, said_at, passages"
_NO_BEFORE: Final = "before_epoch = NULL, before_seq = NULL, before_at = NULL, before_said_at = NULL"


def find(db: Db, device: DeviceId, note: NoteId) -> Reading | None:
    return of_device(db, device, [note]).get(note)


def of_device(db: Db, device: DeviceId, notes: Sequence[NoteId]) -> dict[NoteId, Reading]:
    """By note, where there is one."""
    found: dict[NoteId, Reading] = {}
    for some in in_parts(notes):
        rows = db.execute(
            f"SELECT note, {_COLUMNS} FROM readings WHERE device = ? AND note IN ({marks(some)})",  # noqa: S608
            (device, *some),
        )
        found |= {NoteId(note): _reading(row) for note, *row in rows}
    return found


def facts(db: Db, device: DeviceId, notes: Sequence[NoteId]) -> dict[NoteId, tuple[object, ...]]:
    """What pages and lists show of its rows, by note: other values once they show something else."""
    now = standing(db, notes)
    return {
        note: (*row.position, row.at, row.said_at, note in now and now[note].has(row.position))
        for note, row in of_device(db, device, notes).items()
    }


def standing(db: Db, notes: Sequence[NoteId]) -> dict[NoteId, Now]:
    """How notes stand; none of those in the trash."""
    found: dict[NoteId, Now] = {}
    first = "(SELECT min(seq) FROM journal WHERE note = notes.id)"
    last = "(SELECT max(seq) FROM journal WHERE note = notes.id)"
    at = f"(SELECT at FROM journal WHERE note = notes.id AND seq = {last})"  # noqa: S608 - constants
    for some in in_parts(notes):
        rows = db.execute(
            f"SELECT id, epoch, coalesce({first}, 1), coalesce({last}, 0), created_at,"  # noqa: S608 - constants
            f" coalesce({at}, changed_at) FROM notes WHERE id IN ({marks(some)}) AND trashed_at IS NULL",
            some,
        )
        for id_, epoch, oldest, seq, created_at, changed_at in rows:
            position = Position(epoch, seq)
            found[NoteId(id_)] = Now(
                position=position, first=oldest, created_at=created_at, changed_at=changed_at
            )
    return found


def parts(db: Db, note: NoteId, position: Position) -> Parts | None:
    """What makes a version; None where it is erased or pruned. Raises LoadError for broken rows."""
    now = standing(db, [note]).get(note)
    if now is None or not now.has(position):
        return None
    taken, after = None, 0
    for seq, _, found in journal.snapshots(db, note):
        if seq <= position.seq:
            taken, after = found, seq
            break
    updates: list[bytes] = []
    for seq, row in journal.raw_rows(db, note, after=after, most=position.seq - after):
        if seq > position.seq:
            break
        try:
            updates += journal.updates_in(row)
        except MalformedError:
            raise LoadError(f"the bytes of row {seq} are broken") from None
    return Parts(taken, updates)


def shown(
    db: Db, *, device: DeviceId, note: NoteId, position: Position, passages: bytes | None, at: int
) -> None:
    """A device is shown a note: the first version counts."""
    if not erasures.state(db, note).epoch:
        return  # deleted meanwhile
    db.execute(
        "INSERT INTO readings (device, note, epoch, seq, at, passages) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (device, note) DO NOTHING",
        (device, note, *position, at, _unerased(db, note, position, passages)),
    )


def say(
    db: Db,
    *,
    device: DeviceId,
    note: NoteId,
    position: Position,
    passages: bytes | None,
    shown_at: int,
    at: int,
) -> None:
    """A device says that it has read a version. An older one than that of its row changes nothing."""
    shown(db, device=device, note=note, position=position, passages=passages, at=shown_at)
    db.execute(
        "UPDATE readings SET said_at = ? WHERE device = ? AND note = ? AND epoch = ? AND seq = ?"
        " AND said_at IS NULL",
        (at, device, note, *position),
    )
    db.execute(
        "UPDATE readings SET before_epoch = epoch, before_seq = seq, before_at = at,"
        " before_said_at = said_at, epoch = ?, seq = ?, at = ?, said_at = ?, passages = ?"
        " WHERE device = ? AND note = ? AND (epoch < ? OR (epoch = ? AND seq < ?))",
        (
            *(*position, shown_at, at, _unerased(db, note, position, passages), device, note),
            *(position.epoch, *position),
        ),
    )


def take_back(db: Db, *, device: DeviceId, note: NoteId, position: Position) -> None:
    """The row as it was before this version was said to be read."""
    of = (device, note, *position)
    where = "WHERE device = ? AND note = ? AND epoch = ? AND seq = ? AND said_at IS NOT NULL"
    db.execute(f"UPDATE readings SET said_at = NULL {where} AND before_epoch IS NULL", of)  # noqa: S608
    db.execute(
        "UPDATE readings SET epoch = before_epoch, seq = before_seq, at = before_at,"  # noqa: S608
        f" said_at = before_said_at, passages = NULL, {_NO_BEFORE} {where} AND before_epoch IS NOT NULL",
        of,
    )


def put_passages(db: Db, *, device: DeviceId, note: NoteId, position: Position, passages: bytes) -> None:
    """Keep the passages of a version that a device was shown; not once its note is erased from."""
    db.execute(
        "UPDATE readings SET passages = ? WHERE device = ? AND note = ? AND epoch = ? AND seq = ?"
        " AND EXISTS (SELECT 1 FROM notes WHERE notes.id = readings.note AND notes.epoch = readings.epoch)",
        (passages, device, note, *position),
    )


def follow(db: Db, note: NoteId, *, before: int) -> None:
    """Take what was read in an epoch into that of now, whose journal is the same."""
    now = erasures.state(db, note).epoch
    db.execute("UPDATE readings SET epoch = ? WHERE note = ? AND epoch = ?", (now, note, before))
    db.execute(
        "UPDATE readings SET before_epoch = ? WHERE note = ? AND before_epoch = ?", (now, note, before)
    )


def forget(db: Db, device: DeviceId) -> None:
    """A device that is closed for good is shown nothing any more."""
    db.execute("DELETE FROM readings WHERE device = ?", (device,))


def prune(db: Db, *, before: int) -> None:
    """Forget what devices were shown that were closed before a time."""
    closed = "SELECT id FROM devices WHERE closed_at IS NOT NULL AND closed_at < ?"
    db.execute(f"DELETE FROM readings WHERE device IN ({closed})", (before,))  # noqa: S608 - a constant


def tells(db: Db, visitor: VisitorId) -> bool:
    """Whether a visitor lets the team see what was read."""
    return any(db.execute("SELECT 1 FROM visitors WHERE id = ? AND tells_reading = 1", (visitor,)))


def tell(db: Db, *, visitor: VisitorId, tells: bool) -> None:
    db.execute("UPDATE visitors SET tells_reading = ? WHERE id = ?", (int(tells), visitor))


def readers(db: Db, notes: Sequence[NoteId], targets: Sequence[str]) -> list[Reader]:
    """The visitors who let it be seen that they have read notes, by devices that came to any of the targets.

    The latest time of each name, the latest first.
    """
    rows = db.execute(
        "SELECT readings.note, visitors.name, max(readings.said_at) FROM readings"  # noqa: S608 - marks
        " JOIN devices ON devices.id = readings.device AND devices.closed_at IS NULL"
        " JOIN visitors ON visitors.id = devices.visitor AND visitors.tells_reading = 1"
        f" WHERE readings.note IN ({marks(notes)}) AND readings.said_at IS NOT NULL"
        " AND visitors.name IS NOT NULL AND EXISTS (SELECT 1 FROM openings"
        f"  WHERE openings.device = devices.id AND openings.target IN ({marks(targets)}))"
        " GROUP BY readings.note, visitors.id, visitors.name ORDER BY max(readings.said_at) DESC",
        (*notes, *targets),
    )
    return [Reader(NoteId(note), name, at) for note, name, at in rows]


def came_at(db: Db, device: DeviceId, target: str) -> int:
    """When a device first came to a target by the address that it has, else when it was first here."""
    query = "SELECT min(since) FROM openings WHERE device = ? AND target = ?"
    ((since,),) = db.execute(query, (device, target))
    if since is not None:
        return int(since)
    return next((at for (at,) in db.execute("SELECT created_at FROM devices WHERE id = ?", (device,))), 0)


def _unerased(db: Db, note: NoteId, position: Position, passages: bytes | None) -> bytes | None:
    """Passages of a version; None once its note is erased from."""
    return passages if erasures.state(db, note).epoch == position.epoch else None


def _reading(row: Sequence[Any]) -> Reading:
    epoch, seq, at, said_at, passages = row
    return Reading(
        position=Position(epoch, seq),
        at=at,
        said_at=said_at,
        passages=None if passages is None else bytes(passages),
    )
