"""Versions: states of a note that were kept on purpose, each with its text."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from server.clock import as_datetime
from server.ids import NoteId, VersionId, VisitorId
from server.storage import Db

_FIELDS = (
    "versions.id, versions.number, versions.seq, versions.at, versions.name, versions.kind,"
    " versions.text_hash, coalesce(visitors.name, '')"
)
_FROM = "FROM versions LEFT JOIN visitors ON visitors.id = versions.visitor"


class Kind(StrEnum):
    """Why a version was kept."""

    FROZEN = "frozen"
    PRINTED = "printed"
    NAMED = "named"
    IMPORT = "import"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """One version without its text. `at` in milliseconds since 1970; `by` is a name, or empty.

    `seq` is the journal's last row then.
    """

    id: VersionId
    number: int
    seq: int
    at: int
    name: str
    kind: Kind
    text_hash: bytes
    by: str = ""

    def facts(self) -> dict[str, Any]:
        """As pages and programs read it."""
        at = as_datetime(self.at).isoformat()
        return {"version": self.number, "at": at, "name": self.name, "kind": self.kind.value, "by": self.by}


def hash_of(markdown: str) -> bytes:
    return sha256(markdown.encode()).digest()


def keep(
    db: Db,
    note: NoteId,
    version: VersionId,
    markdown: str,
    *,
    kind: Kind,
    name: str,
    at: int,
    by: VisitorId,
    seq: int | None = None,
) -> VersionRow:
    """Keep a text as the next version of the note: as it is now, or as row `seq` of the journal left it."""
    last = "SELECT coalesce(max(number), 0) + 1 FROM versions WHERE note = ?"
    newest = "SELECT coalesce(max(seq), 0) FROM journal WHERE note = ?"
    db.execute(
        "INSERT INTO versions (id, note, number, seq, at, name, kind, visitor, markdown, text_hash)"  # noqa: S608
        f" VALUES (?, ?, ({last}), coalesce(?, ({newest})), ?, ?, ?, ?, ?, ?)",
        (version, note, note, seq, note, at, name, kind.value, by, markdown, hash_of(markdown)),
    )
    return _only(db, "versions.id = ?", version)


def keep_once(
    db: Db, note: NoteId, version: VersionId, markdown: str, *, kind: Kind, at: int, by: VisitorId
) -> VersionRow:
    """Like `keep`; where the last version already says the same, and is of this kind or more, it stays."""
    before = last(db, note)
    same = before is not None and before.text_hash == hash_of(markdown)
    if before is not None and same and (before.kind is kind or kind is Kind.PRINTED):
        return before
    return keep(db, note, version, markdown, kind=kind, name="", at=at, by=by)


def last(db: Db, note: NoteId) -> VersionRow | None:
    return _first(db, "versions.note = ?", note)


def last_frozen(db: Db, note: NoteId) -> VersionRow | None:
    return _first(db, "versions.note = ? AND versions.kind = 'frozen'", note)


def of_note(db: Db, note: NoteId) -> list[VersionRow]:
    """The latest first."""
    query = f"SELECT {_FIELDS} {_FROM} WHERE versions.note = ? ORDER BY versions.number DESC"
    return [_version(row) for row in db.execute(query, (note,))]


def markdown(db: Db, note: NoteId, number: int) -> str | None:
    rows = db.execute("SELECT markdown FROM versions WHERE note = ? AND number = ?", (note, number))
    return next((text for (text,) in rows), None)


def _first(db: Db, where: str, value: str) -> VersionRow | None:
    query = f"SELECT {_FIELDS} {_FROM} WHERE {where} ORDER BY versions.number DESC LIMIT 1"
    return next((_version(row) for row in db.execute(query, (value,))), None)


def _only(db: Db, where: str, value: str) -> VersionRow:
    found = _first(db, where, value)
    assert found is not None, "it was just written"  # noqa: S101
    return found


def _version(row: tuple[Any, ...]) -> VersionRow:
    id_, number, seq, at, name, kind, text_hash, by = row
    return VersionRow(
        id=id_, number=number, seq=seq, at=at, name=name, kind=Kind(kind), text_hash=text_hash, by=by
    )
