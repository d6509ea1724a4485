"""Parts of many notes as they stand now: as many statements as for one."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from crdt.compaction import Snapshot
from crdt.varint import MalformedError
from server.ids import NoteId
from server.storage import Db, journal, readings
from server.storage.readings import Parts, Position
from server.storage.sql import marks

# Of each note: the row that its newest snapshot follows, 0 where it has none.
_NEWEST = (
    "SELECT id, coalesce((SELECT max(seq) FROM snapshots WHERE note = notes.id), 0) AS seq FROM notes"
    " WHERE id IN ({})"
)


@dataclass(slots=True)
class Latest:
    """Where notes stand, and what makes those of them that were asked for.

    None of the trash. A note whose rows or newest snapshot are broken has no parts.
    """

    positions: dict[NoteId, Position] = field(default_factory=dict)
    parts: dict[NoteId, Parts] = field(default_factory=dict)


def latest(
    db: Db, notes: Collection[NoteId], *, is_known: Callable[[tuple[NoteId, Position]], bool]
) -> Latest:
    """`is_known`: whether the text of a note at a position need not be made."""
    standing = readings.standing(db, list(notes))
    found = Latest({note: now.position for note, now in standing.items()})
    wanted = [note for note, position in found.positions.items() if not is_known((note, position))]
    if not wanted:
        return found
    snapshots, broken = _snapshots(db, wanted)
    updates: dict[NoteId, list[bytes]] = {note: [] for note in wanted if note not in broken}
    rows = db.execute(
        f"SELECT journal.note, journal.updates FROM ({_NEWEST.format(marks(wanted))}) AS newest"  # noqa: S608
        " JOIN journal ON journal.note = newest.id AND journal.seq > newest.seq"
        " ORDER BY journal.note, journal.seq",
        wanted,
    )
    for note, row in rows:
        try:
            if note in updates:
                updates[note] += journal.updates_in(row)
        except MalformedError:
            del updates[note]
    found.parts = {note: Parts(snapshots.get(note), some) for note, some in updates.items()}
    return found


def _snapshots(db: Db, notes: Collection[NoteId]) -> tuple[dict[NoteId, Snapshot], set[NoteId]]:
    """The newest of each note that has one, and the notes in which that is damaged."""
    found: dict[NoteId, Snapshot] = {}
    broken: set[NoteId] = set()
    rows = db.execute(
        "SELECT snapshots.note, checksum, state, inspector, text_hash"  # noqa: S608 - marks
        f" FROM ({_NEWEST.format(marks(notes))}) AS newest"
        " JOIN snapshots ON snapshots.note = newest.id AND snapshots.seq = newest.seq",
        list(notes),
    )
    for note, checksum, state, inspector, text_hash in rows:
        taken = Snapshot(state=state, inspector=inspector, text_hash=text_hash)
        if journal.checksum_of(taken) == checksum:
            found[note] = taken
        else:
            broken.add(note)
    return found, broken
