"""Inverted index of the notes, written as differences: which words stand in which note."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, NamedTuple

from server.ids import NoteId
from server.storage import Db, search_changes, search_rows
from server.storage.search_rows import Key, Rows, Words, packed, rows_from, to_bytes

# Rows of one transaction: the commits of others wait for less than 10 ms.
MOST_ROWS: Final = 1_000
# `seq` of a note that is written in part: its list of words may name more than the table has.
_HALF: Final = -1


class Put(Enum):
    """What came of a write."""

    DONE = auto()
    MORE = auto()  # a part is written
    OUTDATED = auto()  # the note has changed since it was read, or is gone; nothing is written


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What the index holds of a note, and the stamp of its last change; `words` is None where it is new.

    `is_half` for one that is written in part, `is_moved` for one that is in another classeur by now.
    """

    stamp: int | None
    words: bytes | None = None
    is_half: bool = False
    is_moved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the index is to hold of a note, as it is after row `seq`; `text` is `packed`."""

    note: NoteId
    seq: int
    version: int
    text: bytes
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one transaction writes of an entry: rows that go, and rows that come.

    The last step has the list of the entry's `words`; the first of several that of `all_words` of all steps.
    """

    entry: Entry
    stamp: int | None
    gone: list[Key]
    new: list[tuple[Key, int]]
    all_words: bytes | None
    words: bytes | None
    is_damaged: bool


class Progress(NamedTuple):
    """How many notes are in the index, of how many."""

    done: int
    all: int


def before(db: Db, note: NoteId) -> Before:
    """To be read in one transaction with what the entry is made of, or before that."""
    stamp = search_changes.stamp(db, note)
    rows = db.execute(
        "SELECT found.words, found.seq,"
        " found.scope = CASE WHEN notes.binder IS NULL THEN -found.id ELSE coalesce(scopes.id, 0) END"
        " FROM search_notes AS found JOIN notes ON notes.id = found.note"
        " LEFT JOIN search_scopes AS scopes ON scopes.binder = notes.binder WHERE found.note = ?",
        (note,),
    )
    for words, seq, is_in_place in rows:
        return Before(stamp=stamp, words=words, is_half=seq == _HALF, is_moved=not is_in_place)
    return Before(stamp=stamp)


def steps(entry: Entry, before: Before, *, most: int = MOST_ROWS) -> list[Step]:
    """What is to be written, each for a transaction of its own, until one is outdated.

    All that takes time is done here, outside of the thread that writes.
    """
    now = entry.words.rows()
    known = rows_from(before.words) if before.words is not None else {}
    was = known or {}
    is_there = {} if before.is_half or before.is_moved else was
    gone = [key for key in was if before.is_moved or key not in now]
    new = [(key, place) for key, place in now.items() if is_there.get(key) != place]
    parts: list[tuple[list[Key], list[tuple[Key, int]]]] = [(gone, new)]
    if len(gone) + len(new) > most:
        parts = [(gone[at : at + most], []) for at in range(0, len(gone), most)]
        parts += [([], new[at : at + most]) for at in range(0, len(new), most)]
    last = len(parts) - 1
    return [
        Step(
            entry=entry,
            stamp=before.stamp,
            gone=some_gone,
            new=some_new,
            all_words=to_bytes(was | now) if last and number == 0 else None,
            words=to_bytes(now) if number == last else None,
            is_damaged=known is None and number == 0,
        )
        for number, (some_gone, some_new) in enumerate(parts)
    ]


def write(db: Db, step: Step) -> Put:
    """One step, unless the note has changed since it was read."""
    entry = step.entry
    held = list(db.execute("SELECT binder FROM notes WHERE id = ?", (entry.note,)))
    if not held or search_changes.stamp(db, entry.note) != step.stamp:
        return Put.OUTDATED
    doc, scope = _begun(db, entry.note)
    if step.is_damaged:
        db.execute("DELETE FROM search_words WHERE doc = ?", (doc,))
    if step.all_words is not None:
        db.execute("UPDATE search_notes SET seq = ?, words = ? WHERE id = ?", (_HALF, step.all_words, doc))
    search_rows.delete(db, scope, doc, step.gone)
    if step.new or step.words is not None:
        # In another classeur all that stood in the one before is gone by now.
        scope = _scope(db, held[0][0], doc)
        search_rows.insert(db, scope, doc, step.new)
    if step.words is None:
        db.execute("UPDATE search_notes SET scope = ? WHERE id = ? AND scope <> ?", (scope, doc, scope))
        return Put.MORE
    db.execute(
        "UPDATE search_notes SET scope = ?, seq = ?, version = ?, text = ?, words = ? WHERE id = ?",
        (scope, entry.seq, entry.version, entry.text, step.words, doc),
    )
    search_changes.done(db, entry.note)
    return Put.DONE


def put(
    db: Db,
    note: NoteId,
    *,
    seq: int,
    version: int,
    text: str,
    title_words: Collection[str],
    words: Collection[str],
    comment_words: Collection[str],
) -> None:
    """Write the whole entry of a note in one transaction."""
    of = Words(title=frozenset(title_words), text=frozenset(words), comments=frozenset(comment_words))
    entry = Entry(note=note, seq=seq, version=version, text=packed(text), words=of)
    for step in steps(entry, before(db, note)):
        write(db, step)


def forget(db: Db, note: NoteId) -> None:
    """Delete all that the index holds of a note. While the note is there, it will be indexed anew."""
    found = db.execute("SELECT id, scope, words FROM search_notes WHERE note = ?", (note,))
    for doc, scope, words in list(found):
        search_rows.delete_all(db, scope, doc, words)
        db.execute("DELETE FROM search_notes WHERE id = ?", (doc,))
    search_changes.add(db, note)


def forget_comments(db: Db, note: NoteId) -> None:
    """Delete the words that were said beside a note; the others stay until it is indexed anew."""
    found = db.execute("SELECT id, scope, words FROM search_notes WHERE note = ?", (note,))
    for doc, scope, words in list(found):
        rows = rows_from(words)
        if rows is None:
            forget(db, note)
            return
        search_rows.delete(db, scope, doc, [key for key in rows if key[0]])
        left: Rows = {key: place for key, place in rows.items() if not key[0]}
        db.execute("UPDATE search_notes SET words = ? WHERE id = ?", (to_bytes(left), doc))
    search_changes.add(db, note)


def is_behind(db: Db, note: NoteId) -> bool:
    """Whether the index holds a note as it was before its last row."""
    behind = f"SELECT 1 FROM search_notes AS found WHERE note = ? AND seq <> {_LAST}"  # noqa: S608 - a constant
    return any(db.execute(behind, (note,)))


def stale(db: Db, version: int, most: int, *, after: NoteId | None = None) -> list[NoteId]:
    """Notes that are not in the index after their last row by this version, in the order of their ids.

    `after` is the last one of the list before.
    """
    rows = db.execute(
        "SELECT notes.id FROM notes LEFT JOIN search_notes AS found ON found.note = notes.id"  # noqa: S608 - constants
        " WHERE notes.id > ? AND (found.id IS NULL OR found.version <> ?"
        f" OR found.seq <> {_LAST}) ORDER BY notes.id LIMIT ?",
        (after or "", version, most),
    )
    return [NoteId(note) for (note,) in rows]


def progress(db: Db, version: int) -> Progress:
    """How far the index is with these rules of words."""
    ((done,),) = db.execute("SELECT count(*) FROM search_notes WHERE version = ?", (version,))
    ((every,),) = db.execute("SELECT count(*) FROM notes")
    return Progress(done, every)


_LAST: Final = "coalesce((SELECT max(journal.seq) FROM journal WHERE journal.note = found.note), 0)"


def _begun(db: Db, note: NoteId) -> tuple[int, int]:
    """The number of a note and its scope; made where it is not in the index."""
    found = list(db.execute("SELECT id, scope FROM search_notes WHERE note = ?", (note,)))
    if not found:
        ((doc,),) = db.execute("SELECT coalesce(max(id), 0) + 1 FROM search_notes")
        db.execute(
            "INSERT INTO search_notes (id, note, scope, seq, version, text, words)"
            " VALUES (?, ?, ?, ?, 0, ?, ?)",
            (doc, note, -doc, _HALF, packed(""), to_bytes({})),
        )
        found = [(doc, -doc)]
    return found[0]


def _scope(db: Db, binder: str | None, doc: int) -> int:
    if binder is None:
        return -doc
    found = list(db.execute("SELECT id FROM search_scopes WHERE binder = ?", (binder,)))
    if not found:
        found = list(db.execute("SELECT coalesce(max(id), 0) + 1 FROM search_scopes"))
        db.execute("INSERT INTO search_scopes (id, binder) VALUES (?, ?)", (found[0][0], binder))
    return int(found[0][0])
