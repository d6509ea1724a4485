"""What an erased passage leaves in the tables: rows written anew, texts that were kept of it, and a date."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from crdt.compaction import Snapshot
from server.storage import Db, NoteId, VisitorId, journal, notes, versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """A journal without a passage: the rows that change, and the note that all of them make."""

    epoch: int
    seq: int
    rows: list[tuple[int, bytes]]
    snapshot: Snapshot
    title: str
    characters: int
    purge: Callable[[str], str]
    purge_printed: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Erased:
    """How many characters went, from how many rows and kept texts, and the note's new epoch.

    `is_in_no_file` says that the bytes were seen off too, which needs room on the disk for a while.
    """

    characters: int
    rows: int
    texts: int
    epoch: int
    is_in_no_file: bool = False


class ChangedError(Exception):
    """The note was written in, or erased from, since it was read."""


def write(db: Db, note: NoteId, new: Rewritten, *, at: int, by: VisitorId) -> Erased:
    """Put it all in the place of what was there. Raises ChangedError, and then does nothing."""
    if state(db, note) != (new.epoch, new.seq):
        raise ChangedError
    for seq, row in new.rows:
        db.execute("UPDATE journal SET updates = ? WHERE note = ? AND seq = ?", (row, note, seq))
    db.execute("DELETE FROM snapshots WHERE note = ?", (note,))
    journal.add_snapshot(db, note, new.seq, at, new.snapshot)
    journal.set_title(db, note, new.title, at)
    texts = _purge_versions(db, note, new.purge) + _purge_editions(db, note, new.purge_printed)
    notes.begin_epoch(db, note, at=at)
    db.execute(
        "INSERT OR REPLACE INTO erasures (note, at, characters, by) VALUES (?, ?, ?, ?)",
        (note, at, new.characters, by),
    )
    ((epoch,),) = db.execute("SELECT epoch FROM notes WHERE id = ?", (note,))
    return Erased(characters=new.characters, rows=len(new.rows), texts=texts, epoch=epoch)


def state(db: Db, note: NoteId) -> tuple[int, int]:
    """The epoch of a note and the number of its last row, which are others once anything has changed."""
    last = "SELECT max(seq) FROM journal WHERE note = notes.id"
    rows = db.execute(f"SELECT epoch, coalesce(({last}), 0) FROM notes WHERE id = ?", (note,))  # noqa: S608
    for epoch, seq in rows:
        return epoch, seq
    return 0, 0


def kept_texts(db: Db, note: NoteId) -> set[str]:
    """The texts that were kept of a note on purpose, as versions and as what was printed."""
    both = "SELECT markdown FROM versions WHERE note = ? UNION SELECT markdown FROM editions WHERE note = ?"
    return {text for (text,) in db.execute(both, (note, note))}


def _purge_versions(db: Db, note: NoteId, purge: Callable[[str], str]) -> int:
    changed = 0
    for id_, before in list(db.execute("SELECT id, markdown FROM versions WHERE note = ?", (note,))):
        if (text := purge(before)) != before:
            values = (text, versions.hash_of(text), id_)
            db.execute("UPDATE versions SET markdown = ?, text_hash = ? WHERE id = ?", values)
            changed += 1
    return changed


def _purge_editions(db: Db, note: NoteId, purge: Callable[[str], str]) -> int:
    """Those of the note, and those of pochettes, which hold the texts of many notes."""
    changed = 0
    query = "SELECT id, markdown, card FROM editions WHERE note = ? OR note IS NULL"
    for id_, before, card in list(db.execute(query, (note,))):
        text, head = purge(before), json.dumps(_leaves(json.loads(card), purge), ensure_ascii=False)
        if text != before or json.loads(card) != json.loads(head):
            values = (text, head, versions.hash_of(text), id_)
            db.execute("UPDATE editions SET markdown = ?, card = ?, text_hash = ? WHERE id = ?", values)
            changed += 1
    return changed


def _leaves(value: Any, purge: Callable[[str], str]) -> Any:
    """The same JSON with each of its texts purged."""
    match value:
        case str():
            return purge(value)
        case list():
            return [_leaves(one, purge) for one in value]
        case Mapping():
            return {key: _leaves(one, purge) for key, one in value.items()}
        case _:
            return value


def of_note(db: Db, note: NoteId) -> Iterable[tuple[int, int]]:
    """When passages were erased from a note, and how long they were."""
    return list(db.execute("SELECT at, characters FROM erasures WHERE note = ? ORDER BY at", (note,)))
