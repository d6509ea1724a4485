"""Notes, without their text, and those that a device knows."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from crdt.roles import Role
from server.ids import BinderId, DeviceId, NoteId, VisitorId
from server.storage import Db, search_changes
from server.storage.rights import targets
from server.storage.rights.links import Used
from server.storage.rights.openings import known
from server.storage.sql import IS_TITLED, in_parts, marks
from server.targets import NoteTarget

_LISTED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """One note without its text; `changed_at` in milliseconds since 1970."""

    id: NoteId
    epoch: int
    changed_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A note that a device has opened: when, by which link, and the device's own right if it has one.

    Without `by` it was granted, and never opened by a link.

    `is_titled` says that nothing was written since the title was stored; before, first words alone were none.
    """

    note: NoteId
    by: Used | None
    opened_at: int
    title: str
    is_titled: bool
    granted: Role | None


class Writer(NamedTuple):
    """A visitor who has written in a note, and one of the Yjs client ids that were theirs there."""

    visitor: VisitorId
    name: str | None
    colour: int
    client: int


def insert(db: Db, note: NoteId, title: str, at: int) -> None:
    db.execute(
        "INSERT INTO notes (id, title, created_at, changed_at) VALUES (?, ?, ?, ?)", (note, title, at, at)
    )
    targets.insert(db, NoteTarget(note))
    search_changes.add(db, note)


def find(db: Db, note: NoteId) -> NoteRow | None:
    """One that is not in the trash."""
    return find_all(db, [note]).get(note)


def find_all(db: Db, notes: Collection[NoteId]) -> dict[NoteId, NoteRow]:
    """Those of these notes that are not in the trash."""
    last = "SELECT at FROM journal WHERE journal.note = notes.id ORDER BY seq DESC LIMIT 1"
    rows = db.execute(
        f"SELECT id, epoch, coalesce(({last}), changed_at) FROM notes"  # noqa: S608 - marks
        f" WHERE id IN ({marks(notes)}) AND trashed_at IS NULL",
        list(notes),
    )
    return {id_: NoteRow(id=id_, epoch=epoch, changed_at=changed_at) for id_, epoch, changed_at in rows}


def archived(db: Db, notes: Collection[NoteId]) -> set[NoteId]:
    """Those of these notes that are in the archive of their classeur: they are read, and not written."""
    query = f"SELECT id FROM notes WHERE id IN ({marks(notes)}) AND archived_at IS NOT NULL"  # noqa: S608
    return {id_ for (id_,) in db.execute(query, list(notes))}


def title(db: Db, note: NoteId) -> str:
    """As lists call it; '' where it has none."""
    return next((title for (title,) in db.execute("SELECT title FROM notes WHERE id = ?", (note,))), "")


def titles(db: Db, notes: Collection[NoteId]) -> Iterator[tuple[NoteId, str]]:
    """Of those of these notes that are neither in the trash nor in the archive."""
    for part in in_parts([*notes]):
        query = f"SELECT id, title FROM notes WHERE id IN ({marks(part)})"  # noqa: S608 - marks
        yield from db.execute(f"{query} AND trashed_at IS NULL AND archived_at IS NULL", part)


def exists(db: Db, note: NoteId) -> bool:
    """Also in the trash."""
    return any(db.execute("SELECT 1 FROM notes WHERE id = ?", (note,)))


def count(db: Db) -> int:
    """How many there are, also in the trash."""
    ((many,),) = db.execute("SELECT count(*) FROM notes")
    return int(many)


def set_pages(db: Db, note: NoteId, pages: float) -> None:
    """Keep how long it is on paper, for lists."""
    db.execute("UPDATE notes SET pages = ? WHERE id = ?", (pages, note))


def authors(db: Db, note: NoteId) -> tuple[str, ...]:
    """The names of the visitors who have written in the note, oldest visitor first."""
    return authors_of(db, [note])[note]


def authors_of(db: Db, notes: Collection[NoteId]) -> dict[NoteId, tuple[str, ...]]:
    """The same of each of these notes."""
    rows = db.execute(
        "SELECT client_ids.note, visitors.name FROM client_ids"  # noqa: S608 - marks
        f" JOIN visitors ON visitors.id = client_ids.visitor WHERE client_ids.note IN ({marks(notes)})"
        " AND visitors.name IS NOT NULL GROUP BY client_ids.note, visitors.name"
        " ORDER BY min(visitors.created_at), visitors.name",
        list(notes),
    )
    found: dict[NoteId, tuple[str, ...]] = dict.fromkeys(notes, ())
    for note, name in rows:
        found[note] += (name,)
    return found


def writers(db: Db, note: NoteId) -> list[Writer]:
    """The owner of each client id of a note, oldest visitor first."""
    rows = db.execute(
        "SELECT visitors.id, visitors.name, visitors.colour, client_ids.client FROM client_ids"
        " JOIN visitors ON visitors.id = client_ids.visitor"
        " WHERE client_ids.note = ? ORDER BY visitors.created_at, visitors.id",
        (note,),
    )
    return [Writer(*row) for row in rows]


def begin_epoch(db: Db, note: NoteId, *, at: int) -> None:
    """Give the note an epoch that no copy of it can have: the time, in seconds, where that is larger."""
    db.execute(
        "UPDATE notes SET epoch = CASE WHEN epoch < ? THEN ? ELSE epoch + 1 END WHERE id = ?",
        (at // 1000, at // 1000, note),
    )
    # Not even hashes stay of what may be erased.
    db.execute("UPDATE readings SET passages = NULL WHERE note = ?", (note,))


def begin_lossy_epoch(db: Db, note: NoteId, *, at: int) -> None:
    """The same for a note that has lost something: what copies from before hold of it must not come back."""
    begin_epoch(db, note, at=at)
    db.execute("UPDATE notes SET lossy_since = epoch WHERE id = ?", (note,))


def begin_lossy_epochs(db: Db, *, at: int) -> int:
    """The same for every note, as all of them are from an earlier moment; how many they are."""
    db.execute(
        "UPDATE notes SET epoch = CASE WHEN epoch < ? THEN ? ELSE epoch + 1 END", (at // 1000, at // 1000)
    )
    db.execute("UPDATE notes SET lossy_since = epoch")
    db.execute("UPDATE readings SET passages = NULL")
    return count(db)


def openings(db: Db, device: DeviceId, *, outside: Collection[BinderId] = ()) -> list[Opening]:
    """The openings of the device's visitor, latest first; those by an older address count last.

    What was granted and never opened by a link is among them, as of when it was made. `outside`: none of the
    notes that are in these classeurs.
    """
    left_out = tuple(outside) or (BinderId(""),)
    rows = db.execute(
        f"WITH {known('notes')}"  # noqa: S608 - marks
        " SELECT notes.id, came.link, came.generation,"
        " coalesce(came.opened_at, notes.created_at) AS at, notes.title,"
        f" {IS_TITLED} AND (notes.title <> '' OR notes.titled_seq = 0), own.number"
        " FROM came FULL JOIN own ON own.target = came.target"
        " JOIN notes ON notes.id = coalesce(came.target, own.target) WHERE notes.trashed_at IS NULL"
        f" AND (notes.binder IS NULL OR notes.binder NOT IN ({marks(left_out)}))"
        " ORDER BY at DESC LIMIT ?",
        (device, device, *left_out, _LISTED),
    )
    return [_opening(row) for row in rows]


def _opening(row: tuple[Any, ...]) -> Opening:
    note, link, generation, opened_at, title, is_titled, number = row
    return Opening(
        note=note,
        by=None if link is None else Used(link=link, generation=generation),
        opened_at=opened_at,
        title=title,
        is_titled=bool(is_titled),
        granted=None if number is None else tuple(Role)[number],
    )
