"""Counts of a search: in how many notes it looked, and of very many hits which are still where they were."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from server.ids import BinderId, NoteId, VisitorId
from server.storage import Db
from server.storage.readable import Readable
from server.storage.search_reach import Reach
from server.storage.searching import Docs
from server.storage.sql import in_parts, marks

# In place of the number of a note that is not in the index.
_MISSING: Final = -1
_NEW: Final = -2


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """How many notes were looked at, and how many of them are not in the index yet though they should be."""

    notes: int = 0
    missing: int = 0


class Fact(NamedTuple):
    """What filters may ask of a note; `note`, `binder` and `by` are empty unless the writer is asked for,
    `theme` and `status` unless the card is.
    """

    doc: int
    changed_at: int
    theme: str = ""
    status: str = ""
    note: NoteId = NoteId("")
    binder: BinderId | None = None
    by: VisitorId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """What is counted: in one classeur or in everything, by these rules of words.

    Notes that were made at `before` or later (ms since 1970) may be missing in the index.
    """

    binder: BinderId | None
    archived: bool
    version: int
    before: int

    @property
    def listed(self) -> str:
        return "" if self.archived else " AND notes.archived_at IS NULL"


def looked(db: Db, found: Readable, counting: Counting) -> Looked:
    """Of what may be read."""
    wanted = [id_ for id_ in found.binders if counting.binder in {None, id_}]
    inside, single = _count(db, counting, "binder", wanted), _looked_alone(db, found, counting)
    return Looked(notes=inside.notes + single.notes, missing=inside.missing + single.missing)


def scan(
    db: Db, found: Readable, reach: Reach, docs: Docs, counting: Counting
) -> tuple[Looked, dict[int, int]]:
    """The same, and of very many notes those that are in the classeurs now, with when they were changed.

    Nothing else of them is read. One that has just moved from one of the classeurs to another is among them.
    """
    inside = _looked_alone(db, found, counting)
    many, missing = inside.notes, inside.missing
    times: dict[int, int] = {}
    for rows in _inside(db, found, counting):
        known = dict(rows)
        many += len(rows)
        missing += sum(doc == _MISSING for doc, _ in rows) if _MISSING in known else 0
        times.update((doc, known[doc]) for doc in docs if doc in known)
    left = [doc for doc in reach.single if doc in docs and doc not in times]
    times.update(list(_alone(db, left, counting)))
    return Looked(notes=many, missing=missing), times


def facts(
    db: Db,
    found: Readable,
    reach: Reach,
    docs: Collection[int] | None,
    counting: Counting,
    *,
    of_card: bool,
    of_writer: bool,
) -> tuple[Looked, list[Fact]]:
    """In how many notes it looked, and what filters may ask of these, or (None) of all in the index."""
    columns = ", coalesce(cards.theme, ''), coalesce(cards.status, 'draft')" if of_card else ", '', ''"
    columns += ", notes.id, notes.binder, notes.changed_by" if of_writer else ""
    cards = " LEFT JOIN cards ON cards.note = notes.id" if of_card else ""
    inside = _looked_alone(db, found, counting)
    many, missing = inside.notes, inside.missing
    told: list[Fact] = []
    for rows in _inside(db, found, counting, columns, cards):
        many += len(rows)
        missing += [row[0] for row in rows].count(_MISSING)
        told += [Fact(*row) for row in rows if (row[0] > 0 if docs is None else row[0] in docs)]
    known = {fact.doc for fact in told} if reach.single else set()
    left = [doc for doc in reach.single if doc not in known and (docs is None or doc in docs)]
    told += [Fact(*row) for row in _alone(db, left, counting, columns, cards)]
    return Looked(notes=many, missing=missing), told


def _inside(
    db: Db, found: Readable, counting: Counting, columns: str = "", joined: str = ""
) -> Iterator[list[tuple[Any, ...]]]:
    """Rows of the notes of the classeurs: number in the index, or why there is none, time, other columns."""
    for part in in_parts([id_ for id_ in found.binders if counting.binder in {None, id_}]):
        yield list(
            db.execute(
                "SELECT coalesce(known.id, CASE WHEN notes.created_at < ? THEN ? ELSE ? END),"  # noqa: S608 - marks
                f" notes.changed_at{columns} FROM notes LEFT JOIN search_notes AS known"
                f" ON known.note = notes.id{joined}"
                f" WHERE notes.binder IN ({marks(part)}) AND notes.trashed_at IS NULL{counting.listed}",
                (counting.before, _MISSING, _NEW, *part),
            )
        )


def _looked_alone(db: Db, found: Readable, counting: Counting) -> Looked:
    """Of single notes that no readable classeur holds."""
    outside = [note for note, holder in found.holders.items() if holder not in found.binders]
    return _count(db, counting, "id", [note for note in outside if found.is_within(note, counting.binder)])


def _count(db: Db, counting: Counting, column: str, ids: Sequence[str]) -> Looked:
    # While there are none by other rules the row of the index need not be read.
    is_old = any(db.execute("SELECT 1 FROM search_notes WHERE version < ? LIMIT 1", (counting.version,)))
    known_of, values = ("known.version = ?", [counting.version]) if is_old else ("known.id IS NOT NULL", [])
    many = missing = 0
    for part in in_parts(ids):
        ((here, known),) = db.execute(
            f"SELECT count(*), sum(CASE WHEN {known_of} OR notes.created_at >= ? THEN 1 ELSE 0 END)"  # noqa: S608 - marks
            " FROM notes LEFT JOIN search_notes AS known ON known.note = notes.id"
            f" WHERE notes.{column} IN ({marks(part)}) AND notes.trashed_at IS NULL{counting.listed}",
            (*values, counting.before, *part),
        )
        many += here
        missing += here - (known or 0)
    return Looked(notes=many, missing=missing)


def _alone(
    db: Db, docs: Sequence[int], counting: Counting, columns: str = "", joined: str = ""
) -> Iterator[tuple[Any, ...]]:
    """The same of these single notes."""
    for part in in_parts(docs):
        yield from db.execute(
            f"SELECT search_notes.id, notes.changed_at{columns} FROM search_notes"  # noqa: S608 - marks
            f" JOIN notes ON notes.id = search_notes.note{joined}"
            f" WHERE search_notes.id IN ({marks(part)}) AND notes.trashed_at IS NULL{counting.listed}",
            part,
        )
