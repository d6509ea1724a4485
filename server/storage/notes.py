"""Notes, without their text, and openings: the notes that a device has opened."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from crdt.roles import Role
from server.ids import BinderId, DeviceId, NoteId, VisitorId
from server.storage import Db, kept_rights, search_changes
from server.storage.devices import SHARING
from server.storage.links import Used
from server.storage.sql import HIGHEST, IS_TITLED, marks

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


def is_archived(db: Db, note: NoteId) -> bool:
    """Whether it is in the archive of its classeur: it is read, and not written."""
    return bool(archived(db, [note]))


def archived(db: Db, notes: Collection[NoteId]) -> set[NoteId]:
    """Those of these notes."""
    query = f"SELECT id FROM notes WHERE id IN ({marks(notes)}) AND archived_at IS NOT NULL"  # noqa: S608
    return {id_ for (id_,) in db.execute(query, list(notes))}


def title(db: Db, note: NoteId) -> str:
    """As lists call it; '' where it has none."""
    return next((title for (title,) in db.execute("SELECT title FROM notes WHERE id = ?", (note,))), "")


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


def opened(db: Db, device: DeviceId, note: NoteId, by: Used, at: int) -> None:
    """Remember that a device opened a note; `since` begins anew with another link or generation."""
    db.execute(
        "INSERT INTO openings (device, note, link, generation, opened_at, since) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (device, note) DO UPDATE SET opened_at = excluded.opened_at, since ="
        " CASE WHEN openings.link = excluded.link AND openings.generation = excluded.generation"
        " THEN openings.since ELSE excluded.since END,"
        " link = excluded.link, generation = excluded.generation",
        (kept_rights.holder(db, device, note), note, by.link, by.generation, at, at),
    )


def opened_by(db: Db, device: DeviceId, note: NoteId) -> Used | None:
    of = kept_rights.holder(db, device, note)
    rows = db.execute("SELECT link, generation FROM openings WHERE device = ? AND note = ?", (of, note))
    return next((Used(link=link, generation=generation) for link, generation in rows), None)


def opened_by_each(db: Db, device: DeviceId, notes: Collection[NoteId]) -> dict[NoteId, Used]:
    """The same of each of these notes that was opened."""
    holding = kept_rights.holders(db, device, notes)
    of = {device, *holding.values()}
    rows = db.execute(
        "SELECT note, device, link, generation FROM openings"  # noqa: S608 - marks
        f" WHERE device IN ({marks(of)}) AND note IN ({marks(notes)})",
        (*of, *notes),
    )
    return {
        note: Used(link=link, generation=generation)
        for note, held_by, link, generation in rows
        if held_by == holding.get(note, device)
    }


def openings(db: Db, device: DeviceId, *, outside: Collection[BinderId] = ()) -> list[Opening]:
    """The openings of the device's visitor, latest first; those by an older address count last.

    What was granted and never opened by a link is among them, as of when it was made. `outside`: none of the
    notes that are in these classeurs.
    """
    known = tuple(outside) or (BinderId(""),)
    rows = db.execute(
        "WITH ranked AS (SELECT openings.*, row_number() OVER (PARTITION BY openings.note"  # noqa: S608 - marks
        " ORDER BY links.generation = openings.generation DESC, opened_at DESC) AS place"
        f" FROM openings JOIN links ON links.id = openings.link WHERE device IN ({SHARING})),"
        f" own AS (SELECT note, {HIGHEST} AS number FROM grants"
        f" WHERE device IN ({SHARING}) GROUP BY note),"
        " came AS (SELECT * FROM ranked WHERE place = 1)"
        " SELECT notes.id, came.link, came.generation,"
        " coalesce(came.opened_at, notes.created_at) AS at, notes.title,"
        f" {IS_TITLED} AND (notes.title <> '' OR notes.titled_seq = 0), own.number"
        " FROM came FULL JOIN own ON own.note = came.note"
        " JOIN notes ON notes.id = coalesce(came.note, own.note) WHERE notes.trashed_at IS NULL"
        f" AND (notes.binder IS NULL OR notes.binder NOT IN ({marks(known)}))"
        " ORDER BY at DESC LIMIT ?",
        (device, device, *known, _LISTED),
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
