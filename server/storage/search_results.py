"""Search results: the notes behind numbers of the index, as they are now, their texts and comments."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from server.ids import BinderId, NoteId, VisitorId
from server.storage import Db
from server.storage.search_reach import Reach
from server.storage.searching import Docs
from server.storage.sql import in_parts, marks

# For more the classeurs are read through, in the order of their notes: faster than so many look-ups.
MANY: Final = 3_000
_FIELDS: Final = (
    "search_notes.id, notes.id, notes.binder, search_notes.scope, notes.changed_at, notes.changed_by,"
    " coalesce(cards.theme, ''), coalesce(cards.status, 'draft'),"
    " CASE WHEN notes.archived_at IS NULL THEN 0 ELSE 1 END"
)
_BESIDE: Final = "LEFT JOIN cards ON cards.note = notes.id WHERE notes.trashed_at IS NULL"
_LISTED: Final = " AND notes.archived_at IS NULL"


class Hit(NamedTuple):
    """A note that was found, as it is now; `changed_at` in milliseconds since 1970, `by` who wrote last.

    `status` is a value of export.note.card.Status.
    """

    doc: int
    note: NoteId
    binder: BinderId | None
    scope: int
    changed_at: int
    by: VisitorId | None
    theme: str
    status: str
    is_archived: int


class Said(NamedTuple):
    """A quote, a proposal or a comment of a thread beside a note; `number` is that of the thread."""

    note: NoteId
    number: int
    text: str


def hits(db: Db, reach: Reach, docs: Docs, *, archived: bool) -> list[Hit]:
    """Of these numbers, the notes that are still where they were found; those of the archive if asked."""
    where = _BESIDE if archived else _BESIDE + _LISTED
    rows = _through(db, reach, docs, where) if len(docs) > MANY else _one_by_one(db, docs, where)
    return _still_there(reach, rows)


def everything(db: Db, reach: Reach, *, archived: bool) -> list[Hit]:
    """All notes that may be read and are in the index."""
    where = _BESIDE if archived else _BESIDE + _LISTED
    return _still_there(reach, _through(db, reach, None, where))


def _still_there(reach: Reach, rows: Iterable[tuple[Any, ...]]) -> list[Hit]:
    """A note that has moved is found again once the index knows where; nobody else's right shows it."""
    single, binder_of = reach.single, reach.binders.get
    return [
        one
        for one in map(Hit._make, rows)
        if one.doc in single or (one.binder is not None and binder_of(one.scope) == one.binder)
    ]


def _one_by_one(db: Db, docs: Collection[int], where: str) -> Iterator[tuple[Any, ...]]:
    for part in in_parts(list(docs)):
        yield from db.execute(
            f"SELECT {_FIELDS} FROM search_notes JOIN notes ON notes.id = search_notes.note"  # noqa: S608 - marks
            f" {where} AND search_notes.id IN ({marks(part)})",
            part,
        )


def _through(db: Db, reach: Reach, docs: Docs | None, where: str) -> Iterator[tuple[Any, ...]]:
    """All notes of the classeurs, of these numbers unless that is None; then the single ones."""
    seen: set[int] = set()
    for part in in_parts(list(reach.binders.values())):
        rows = db.execute(
            f"SELECT {_FIELDS} FROM notes JOIN search_notes ON search_notes.note = notes.id"  # noqa: S608 - marks
            f" {where} AND notes.binder IN ({marks(part)})",
            part,
        )
        found = [row for row in rows if docs is None or row[0] in docs]
        seen.update(row[0] for row in found if row[0] in reach.single)
        yield from found
    left = [doc for doc in reach.single if doc not in seen and (docs is None or doc in docs)]
    yield from _one_by_one(db, left, where)


def texts(db: Db, docs: Sequence[int]) -> dict[int, bytes]:
    """The Markdown of each note as the index keeps it (`search_index.packed`)."""
    query = f"SELECT id, text FROM search_notes WHERE id IN ({marks(docs)})"  # noqa: S608 - marks
    return dict(db.execute(query, docs))


def said(db: Db, ids: Sequence[NoteId]) -> list[Said]:
    """What was said beside these notes, the first threads first."""
    of = marks(ids)
    rows = db.execute(
        "SELECT note, number, said FROM ("  # noqa: S608 - marks
        "SELECT threads.note, threads.number, comments.text AS said, comments.at AS at FROM threads"
        f" JOIN comments ON comments.thread = threads.id WHERE threads.note IN ({of})"
        f" UNION ALL SELECT note, number, proposed, at FROM threads WHERE note IN ({of}) AND proposed <> ''"
        f" UNION ALL SELECT note, number, quote, at FROM threads WHERE note IN ({of}) AND quote <> ''"
        ") AS beside ORDER BY number, at",
        (*ids, *ids, *ids),
    )
    return [Said(*row) for row in rows]
