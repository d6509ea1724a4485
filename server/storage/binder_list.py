"""What the list of a classeur shows: its notes with their cards, counts, themes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from export.note.card import Status
from server.ids import BinderId, DeviceId, NoteId, VisitorId
from server.storage import Db, folders
from server.storage.devices import SHARING
from server.storage.folders import FolderRow
from server.storage.sql import marks

# None of the archive or the trash: they are not counted either.
_LISTED = "notes.binder = ? AND notes.trashed_at IS NULL AND notes.archived_at IS NULL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many there are in a classeur; `notes` without those of the archive and the trash."""

    notes: int
    archived: int
    trashed: int
    folders: int


def counts(db: Db, binder: BinderId) -> Counts:
    rows = db.execute(
        "SELECT coalesce(sum(CASE WHEN trashed_at IS NULL AND archived_at IS NULL THEN 1 ELSE 0 END), 0),"
        " coalesce(sum(CASE WHEN trashed_at IS NULL AND archived_at IS NOT NULL THEN 1 ELSE 0 END), 0),"
        " coalesce(sum(CASE WHEN trashed_at IS NOT NULL THEN 1 ELSE 0 END), 0),"
        " (SELECT count(*) FROM folders WHERE binder = ?) FROM notes WHERE binder = ?",
        (binder, binder),
    )
    ((notes, archived, trashed, folders),) = rows
    return Counts(notes=notes, archived=archived, trashed=trashed, folders=folders)


def themes(db: Db, binder: BinderId) -> dict[str, int]:
    """How many of its notes have each theme; '' for those without one."""
    rows = db.execute(
        "SELECT coalesce(cards.theme, '') AS theme, count(*) FROM notes"  # noqa: S608 - a constant
        f" LEFT JOIN cards ON cards.note = notes.id WHERE {_LISTED} GROUP BY coalesce(cards.theme, '')",
        (binder,),
    )
    return dict(rows)


def themes_of(db: Db, binders: Sequence[BinderId]) -> dict[BinderId, set[str]]:
    """The themes of their notes, of classeurs that have any."""
    rows = db.execute(
        "SELECT DISTINCT notes.binder, cards.theme FROM notes JOIN cards ON cards.note = notes.id"  # noqa: S608 - marks
        f" WHERE notes.binder IN ({marks(binders)}) AND notes.trashed_at IS NULL"
        " AND notes.archived_at IS NULL AND cards.theme <> ''",
        binders,
    )
    found: defaultdict[BinderId, set[str]] = defaultdict(set)
    for binder, theme in rows:
        found[binder].add(theme)
    return dict(found)


@dataclass(slots=True, kw_only=True)
class Listed:
    """A note of a classeur as lists have it; `changed_at` in milliseconds since 1970.

    `by` is the visitor who wrote last, where that is known; `pages` were measured at some time, or never.
    `titled_seq`: the row of the journal up to which title, time and writer are those of the text.
    """

    note: NoteId
    title: str
    titled_seq: int
    theme: str
    status: Status
    changed_at: int
    by: VisitorId | None
    name: str
    colour: int
    pages: float | None


def listed(db: Db, binder: BinderId) -> list[Listed]:
    """The notes of a classeur; none of the archive or the trash."""
    rows = db.execute(
        "SELECT notes.id, notes.title, notes.titled_seq, coalesce(cards.theme, ''),"  # noqa: S608 - a constant
        " coalesce(cards.status, 'draft'), notes.changed_at, notes.changed_by, coalesce(visitors.name, ''),"
        " coalesce(visitors.colour, 0), notes.pages FROM notes LEFT JOIN cards ON cards.note = notes.id"
        f" LEFT JOIN visitors ON visitors.id = notes.changed_by WHERE {_LISTED}",
        (binder,),
    )
    return [_listed(row) for row in rows]


class Deed(NamedTuple):
    """What was done last beside the text: a card changed, a comment, a print. `number`: of the edition."""

    kind: Literal["card", "comment", "edition"]
    at: int
    name: str
    number: int


def deeds(db: Db, ids: Sequence[NoteId]) -> dict[NoteId, Deed]:
    """The latest of each of these notes."""
    of = marks(ids)
    rows = db.execute(
        "SELECT said.note, said.kind, said.at, coalesce(visitors.name, ''), said.number FROM ("  # noqa: S608 - marks
        "SELECT note, 'card' AS kind, changed_at AS at, changed_by AS by, 0 AS number FROM cards"
        f" WHERE note IN ({of})"
        " UNION ALL SELECT threads.note, 'comment', comments.at, comments.by, 0 FROM threads"
        f" JOIN comments ON comments.thread = threads.id WHERE threads.note IN ({of})"
        " UNION ALL SELECT note, 'edition', printed_at, printed_by, number FROM editions"
        f" WHERE note IN ({of})) AS said LEFT JOIN visitors ON visitors.id = said.by ORDER BY said.at",
        (*ids, *ids, *ids),
    )
    return {note: Deed(kind, at, name, number) for note, kind, at, name, number in rows}


def open_threads(db: Db, ids: Sequence[NoteId]) -> dict[NoteId, int]:
    """How many threads are open beside each of these notes."""
    query = "SELECT note, count(*) FROM threads WHERE state = 'open' AND note IN"
    return dict(db.execute(f"{query} ({marks(ids)}) GROUP BY note", ids))


def untold(db: Db, seen: Iterable[Listed]) -> list[NoteId]:
    """Those whose text goes on behind what lists know of it: a server that was killed tells no title."""
    known = {row.note: row.titled_seq for row in seen}
    query = f"SELECT note, max(seq) FROM journal WHERE note IN ({marks(known)}) GROUP BY note"  # noqa: S608 - marks
    return [note for note, seq in db.execute(query, list(known)) if seq > known[note]]


def _listed(row: tuple[Any, ...]) -> Listed:
    note, title, titled_seq, theme, status, changed_at, by, name, colour, pages = row
    return Listed(
        note=note,
        title=title,
        titled_seq=titled_seq,
        theme=theme,
        status=Status(status),
        changed_at=changed_at,
        by=by,
        name=name,
        colour=colour,
        pages=pages,
    )


def people(db: Db, visitors: Sequence[VisitorId]) -> dict[VisitorId, tuple[str, int]]:
    """The name, '' where none was given, and the colour of each of these visitors."""
    query = f"SELECT id, coalesce(name, ''), colour FROM visitors WHERE id IN ({marks(visitors)})"  # noqa: S608 - marks
    return {visitor: (name, colour) for visitor, name, colour in db.execute(query, visitors)}


class HeldNote(NamedTuple):
    """A note that a classeur holds, as something is to be done with it."""

    note: NoteId
    title: str
    theme: str
    status: str
    is_archived: bool


def held(db: Db, binder: BinderId, ids: Sequence[NoteId], *, in_trash: bool = False) -> list[HeldNote]:
    """Those of these notes that the classeur holds, in the trash or not."""
    where = "IS NOT NULL" if in_trash else "IS NULL"
    rows = db.execute(
        "SELECT notes.id, notes.title, coalesce(cards.theme, ''), coalesce(cards.status, 'draft'),"  # noqa: S608 - marks
        " CASE WHEN notes.archived_at IS NULL THEN 0 ELSE 1 END FROM notes"
        f" LEFT JOIN cards ON cards.note = notes.id WHERE notes.binder = ? AND notes.trashed_at {where}"
        f" AND notes.id IN ({marks(ids)})",
        (binder, *ids),
    )
    return [
        HeldNote(note, title, theme, status, bool(archived)) for note, title, theme, status, archived in rows
    ]


def rename_theme(
    db: Db, binder: BinderId, *, before: str, after: str, at: int, by: VisitorId
) -> list[NoteId]:
    """Write another theme on the cards that have this one, the archive's too; gives their notes."""
    rows = db.execute(
        "UPDATE cards SET theme = ?, changed_at = ?, changed_by = ? WHERE theme = ? AND note IN"
        " (SELECT id FROM notes WHERE binder = ? AND trashed_at IS NULL) RETURNING note",
        (after, at, by, before, binder),
    )
    return [NoteId(note) for (note,) in rows]


def folders_of(db: Db, binder: BinderId, most: int) -> list[FolderRow]:
    """The pochettes of a classeur, the latest day first."""
    rows = db.execute(
        "SELECT id FROM folders WHERE binder = ? ORDER BY day DESC, changed_at DESC, id LIMIT ?",
        (binder, most),
    )
    found = [folders.find(db, folder) for (folder,) in list(rows)]
    return [row for row in found if row is not None]


class Loose(NamedTuple):
    """A note of no classeur that a device manages."""

    note: NoteId
    title: str


def loose(db: Db, device: DeviceId, most: int) -> list[Loose]:
    """The latest notes that a device manages and no classeur holds; none that its card classifies."""
    rows = db.execute(
        "SELECT notes.id, notes.title FROM notes LEFT JOIN cards ON cards.note = notes.id"  # noqa: S608 - a constant
        " WHERE notes.binder IS NULL AND notes.trashed_at IS NULL AND coalesce(cards.classification, '') = ''"
        " AND notes.id IN (SELECT target FROM grants WHERE role = 'manage'"
        f" AND device IN ({SHARING})) ORDER BY notes.changed_at DESC, notes.id LIMIT ?",
        (device, most),
    )
    return [Loose(note, title) for note, title in rows]
