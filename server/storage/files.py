"""Pictures of a note, as rows; they are deleted with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from server.ids import NoteId, VisitorId
from server.storage import Db


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A picture as it is kept; `kind` is its media type, `width` and `height` are pixels."""

    id: str
    kind: str
    width: int
    height: int
    name: str
    content: bytes


class Taken(NamedTuple):
    """How much of a note's room for pictures is taken."""

    files: int
    bytes: int


def insert(db: Db, note: NoteId, file: File, *, by: VisitorId, at: int) -> None:
    """Keep a picture; one that the note has already stays as it is."""
    db.execute(
        "INSERT INTO files (note, id, kind, width, height, size, at, by, name, bytes)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (note, id) DO NOTHING",
        (
            note,
            file.id,
            file.kind,
            file.width,
            file.height,
            len(file.content),
            at,
            by,
            file.name,
            file.content,
        ),
    )


def find(db: Db, note: NoteId, id_: str) -> tuple[str, bytes] | None:
    """The media type and the bytes of a picture of this note, and of no other."""
    rows = db.execute("SELECT kind, bytes FROM files WHERE note = ? AND id = ?", (note, id_))
    return next(((kind, content) for kind, content in rows), None)


def named(db: Db, note: NoteId, ids: Iterable[str]) -> dict[str, bytes]:
    """The bytes of those that the note has, by id, in the order of their ids."""
    found = {id_: find(db, note, id_) for id_ in sorted(ids)}
    return {id_: file[1] for id_, file in found.items() if file is not None}


def whole(db: Db, note: NoteId, ids: Iterable[str]) -> list[File]:
    """Those of these pictures that the note has, with all that is known of them."""
    found: list[File] = []
    for id_ in sorted(ids):
        rows = db.execute(
            "SELECT kind, width, height, name, bytes FROM files WHERE note = ? AND id = ?", (note, id_)
        )
        found += [
            File(id=id_, kind=kind, width=width, height=height, name=name, content=content)
            for kind, width, height, name, content in rows
        ]
    return found


def kinds(db: Db, note: NoteId, ids: Iterable[str]) -> dict[str, str]:
    """The media types of those that the note has, by id."""
    query = "SELECT kind FROM files WHERE note = ? AND id = ?"
    return {id_: kind for id_ in sorted(ids) for (kind,) in db.execute(query, (note, id_))}


def has(db: Db, note: NoteId, id_: str) -> bool:
    return any(db.execute("SELECT 1 FROM files WHERE note = ? AND id = ?", (note, id_)))


def taken(db: Db, note: NoteId) -> Taken:
    rows = db.execute("SELECT count(*), coalesce(sum(size), 0) FROM files WHERE note = ?", (note,))
    return next(Taken(int(count), int(size)) for count, size in rows)


def of_note(db: Db, note: NoteId) -> list[str]:
    """The ids of the note's pictures, the latest first."""
    return [id_ for (id_,) in db.execute("SELECT id FROM files WHERE note = ? ORDER BY at DESC, id", (note,))]


def delete(db: Db, note: NoteId, ids: Iterable[str]) -> int:
    """How many of these pictures the note had, and has no more."""
    gone = 0
    for id_ in ids:
        rows = db.execute("DELETE FROM files WHERE note = ? AND id = ? RETURNING 1", (note, id_))
        gone += len(list(rows))
    return gone
