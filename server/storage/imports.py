"""Imports: files that somebody brought together, and what became of each; kept for some days."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from server.ids import BinderId, DeviceId, NoteId
from server.storage import Db
from server.storage.devices import SHARING
from server.storage.sql import marks

KEPT_MS: Final = 7 * 24 * 60 * 60_000


class State(StrEnum):
    """What became of a file. `ASIDE`: it is no note, and none was to be made of it."""

    WAITING = "waiting"
    MADE = "made"
    REFUSED = "refused"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFile:
    """`said`: `key` and `params` of why not, or what stayed behind, counted by `pictures` and `comments`."""

    place: int
    name: str
    state: State = State.WAITING
    said: Mapping[str, Any] = field(default_factory=dict)
    note: NoteId | None = None
    is_trashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """Files brought by a device into a classeur, or into none. Times: ms since 1970."""

    id: str
    device: DeviceId
    binder: BinderId | None
    made_at: int
    ended_at: int | None = None
    undone_at: int | None = None


def insert(db: Db, one: Import, found: Iterable[ImportFile]) -> None:
    db.execute(
        "INSERT INTO imports (id, device, binder, made_at, alive_at) VALUES (?, ?, ?, ?, ?)",
        (one.id, one.device, one.binder, one.made_at, one.made_at),
    )
    for file in found:
        db.execute(
            "INSERT INTO import_files (import, place, name, state, said) VALUES (?, ?, ?, ?, ?)",
            (one.id, file.place, file.name, file.state.value, _json(file.said)),
        )


def of_device(db: Db, device: DeviceId, id_: str) -> Import | None:
    """An import that this device, or another one of its visitor, has brought."""
    rows = db.execute(
        "SELECT id, device, binder, made_at, ended_at, undone_at FROM imports"  # noqa: S608 - a constant
        f" WHERE id = ? AND device IN ({SHARING})",
        (id_, device),
    )
    found = [
        Import(id=own, device=by, binder=binder, made_at=made_at, ended_at=ended_at, undone_at=undone_at)
        for own, by, binder, made_at, ended_at, undone_at in rows
    ]
    return found[0] if found else None


def files_of(db: Db, id_: str) -> list[ImportFile]:
    """In the order in which they came."""
    rows = db.execute(
        "SELECT place, name, state, said, note, notes.trashed_at IS NOT NULL FROM import_files"
        " LEFT JOIN notes ON notes.id = import_files.note WHERE import = ? ORDER BY place",
        (id_,),
    )
    return [
        ImportFile(
            place=place,
            name=name,
            state=State(state),
            said=json.loads(said) if said else {},
            note=note,
            is_trashed=bool(is_trashed),
        )
        for place, name, state, said, note, is_trashed in rows
    ]


def settle(
    db: Db, id_: str, place: int, state: State, said: Mapping[str, Any], note: NoteId | None = None
) -> None:
    """What became of one file."""
    db.execute(
        "UPDATE import_files SET state = ?, said = ?, note = ?"
        " WHERE import = ? AND place = ? AND state = 'waiting'",
        (state.value, _json(said), note, id_, place),
    )


def end(db: Db, id_: str, at: int, why: str) -> None:
    """No more comes; files that still wait are refused with this key."""
    db.execute(
        "UPDATE import_files SET state = 'refused', said = ? WHERE import = ? AND state = 'waiting'",
        (_json({"key": why}), id_),
    )
    db.execute("UPDATE imports SET ended_at = ? WHERE id = ? AND ended_at IS NULL", (at, id_))


def undo(db: Db, id_: str, at: int) -> None:
    """Its notes were moved to the trash."""
    db.execute("UPDATE imports SET undone_at = ? WHERE id = ?", (at, id_))


def is_going_on(db: Db, id_: str) -> bool:
    """Whether nobody has ended it: another process may have."""
    return any(db.execute("SELECT 1 FROM imports WHERE id = ? AND ended_at IS NULL", (id_,)))


def go_on(db: Db, ids: Collection[str], at: int) -> None:
    """The process that makes notes of these is alive."""
    db.execute(f"UPDATE imports SET alive_at = ? WHERE id IN ({marks(ids)})", (at, *ids))  # noqa: S608


def unfinished(db: Db, before: int) -> list[str]:
    """Those of whose process nothing was heard since."""
    rows = db.execute("SELECT id FROM imports WHERE ended_at IS NULL AND alive_at < ?", (before,))
    return [id_ for (id_,) in rows]


def sweep(db: Db, now: int) -> None:
    """Forget those whose days are over."""
    over = "SELECT id FROM imports WHERE ended_at < ?"
    db.execute(f"DELETE FROM import_files WHERE import IN ({over})", (now - KEPT_MS,))  # noqa: S608
    db.execute("DELETE FROM imports WHERE ended_at < ?", (now - KEPT_MS,))


def _json(said: Mapping[str, Any]) -> str:
    return json.dumps(dict(said), ensure_ascii=False) if said else ""
