"""Inverted index of the notes, written as differences: which words stand in which note."""

import zlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice
from typing import Final, NamedTuple, TypeVar

from server.ids import NoteId
from server.storage import Db, search_changes
from server.storage.sql import marks

IN_TEXT: Final = 1
IN_TITLE: Final = 2
# Rows of one transaction: the commits of others wait for less than 10 ms.
MOST_ROWS: Final = 1_000
# `seq` of a note of which only a part is written.
_HALF: Final = -1
# Rows of one statement; it is prepared once for each power of two up to 2 to this.
_LARGEST_STATEMENT: Final = 6

Thing = TypeVar("Thing")

NO_WORDS: Final[frozenset[str]] = frozenset()
# (0 in the text or 1 in the comments, word) -> place.
Rows = dict[tuple[int, str], int]


class Put(Enum):
    """What came of a write."""

    DONE = auto()
    MORE = auto()  # a part is written: write again
    OUTDATED = auto()  # the note has changed since it was read, or is gone; nothing is written


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a note by the place where they stand; `text` holds those of its card too."""

    title: frozenset[str] = NO_WORDS
    text: frozenset[str] = NO_WORDS
    comments: frozenset[str] = NO_WORDS

    def rows(self) -> Rows:
        """A word of both title and text counts as one of the title."""
        rows = dict.fromkeys(((0, word) for word in self.text), IN_TEXT)
        rows |= dict.fromkeys(((0, word) for word in self.title), IN_TITLE)
        return rows | dict.fromkeys(((1, word) for word in self.comments), IN_TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the index is to hold of a note, as it is after row `seq`; `text` is `packed`.

    `stamp` is that of the change that was known when the note was read, None for none.
    """

    note: NoteId
    seq: int
    version: int
    text: bytes
    words: Words
    stamp: int | None


class Progress(NamedTuple):
    """How many notes are in the index, of how many."""

    done: int
    all: int


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
    stamp = search_changes.stamp(db, note)
    entry = Entry(note=note, seq=seq, version=version, text=packed(text), words=of, stamp=stamp)
    while write(db, entry) is Put.MORE:
        """The next part."""


def write(db: Db, entry: Entry, *, most: int = MOST_ROWS) -> Put:
    """Write at most so many rows of the difference between an entry and what is there."""
    held = list(db.execute("SELECT binder FROM notes WHERE id = ?", (entry.note,)))
    if not held or search_changes.stamp(db, entry.note) != entry.stamp:
        return Put.OUTDATED
    doc, before, was = _begun(db, entry.note)
    scope = _scope(db, held[0][0], doc)
    if before != scope:
        _delete(db, before, doc, list(was))
        was = {}
    now = entry.words.rows()
    gone = list(islice((key for key in was if key not in now), most))
    new = dict(islice((row for row in now.items() if was.get(row[0]) != row[1]), most - len(gone)))
    _delete(db, scope, doc, gone)
    _insert(db, scope, doc, new)
    there = was | new
    for key in gone:
        del there[key]
    if there != now:
        db.execute(
            "UPDATE search_notes SET scope = ?, seq = ?, words = ? WHERE id = ?",
            (scope, _HALF, _to_bytes(there), doc),
        )
        return Put.MORE
    db.execute(
        "UPDATE search_notes SET scope = ?, seq = ?, version = ?, text = ?, words = ? WHERE id = ?",
        (scope, entry.seq, entry.version, entry.text, _to_bytes(now), doc),
    )
    search_changes.done(db, entry.note)
    return Put.DONE


def forget(db: Db, note: NoteId) -> None:
    """Delete all that the index holds of a note. While the note is there, it will be indexed anew."""
    found = db.execute("SELECT id, scope, words FROM search_notes WHERE note = ?", (note,))
    for doc, scope, words in list(found):
        _take_away(db, scope, doc, words)
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
        _delete(db, scope, doc, [key for key in rows if key[0]])
        left = {key: place for key, place in rows.items() if not key[0]}
        db.execute("UPDATE search_notes SET words = ? WHERE id = ?", (_to_bytes(left), doc))
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


def packed(text: str) -> bytes:
    """As it is stored. It takes 0.1 s for 2 MB: not for the thread that writes."""
    return zlib.compress(text.encode())


def unpacked(stored: bytes) -> str:
    """The inverse of `packed`. Raises ValueError for damaged bytes."""
    try:
        return zlib.decompress(stored).decode()
    except zlib.error as error:
        raise ValueError(str(error)) from None


_LAST: Final = "coalesce((SELECT max(journal.seq) FROM journal WHERE journal.note = found.note), 0)"


def _begun(db: Db, note: NoteId) -> tuple[int, int, Rows]:
    """The number of a note, its scope and its rows; made where it is not in the index."""
    found = list(db.execute("SELECT id, scope, words FROM search_notes WHERE note = ?", (note,)))
    if found:
        ((doc, scope, words),) = found
        rows = rows_from(words)
        if rows is None:
            _take_away(db, scope, doc, words)
        return doc, scope, rows or {}
    ((doc,),) = db.execute("SELECT coalesce(max(id), 0) + 1 FROM search_notes")
    db.execute(
        "INSERT INTO search_notes (id, note, scope, seq, version, text, words) VALUES (?, ?, ?, ?, 0, ?, ?)",
        (doc, note, -doc, _HALF, packed(""), _to_bytes({})),
    )
    return int(doc), -int(doc), {}


def _scope(db: Db, binder: str | None, doc: int) -> int:
    if binder is None:
        return -doc
    found = list(db.execute("SELECT id FROM search_scopes WHERE binder = ?", (binder,)))
    if not found:
        found = list(db.execute("SELECT coalesce(max(id), 0) + 1 FROM search_scopes"))
        db.execute("INSERT INTO search_scopes (id, binder) VALUES (?, ?)", (found[0][0], binder))
    return int(found[0][0])


def _take_away(db: Db, scope: int, doc: int, words: bytes) -> None:
    rows = rows_from(words)
    if rows is None:  # nobody knows where they stand: the whole table is read
        db.execute("DELETE FROM search_words WHERE doc = ?", (doc,))
    else:
        _delete(db, scope, doc, list(rows))


def _delete(db: Db, scope: int, doc: int, keys: Sequence[tuple[int, str]]) -> None:
    for area in (0, 1):
        words = sorted(word for of, word in keys if of == area)
        for some in _parts(words):
            db.execute(
                f"DELETE FROM search_words WHERE area = ? AND doc = ? AND word IN ({marks(some)})",  # noqa: S608 - marks
                (2 * scope + area, doc, *some),
            )


def _insert(db: Db, scope: int, doc: int, rows: Rows) -> None:
    for some in _parts(sorted(rows)):
        values = ", ".join(["(?, ?, ?, ?)"] * len(some))
        db.execute(
            f"INSERT INTO search_words (area, word, doc, place) VALUES {values}"  # noqa: S608 - marks
            " ON CONFLICT (area, word, doc) DO UPDATE SET place = excluded.place",
            [value for key in some for value in (2 * scope + key[0], key[1], doc, rows[key])],
        )


def _parts(things: Sequence[Thing]) -> Iterable[Sequence[Thing]]:
    """In lists of powers of two."""
    start = 0
    while start < len(things):
        many = 1 << min(_LARGEST_STATEMENT, (len(things) - start).bit_length() - 1)
        yield things[start : start + many]
        start += many


def _to_bytes(rows: Rows) -> bytes:
    """Three lines: the words of the title, of the text, of the comments."""
    title = sorted(word for (of, word), place in rows.items() if not of and place == IN_TITLE)
    text = sorted(word for (of, word), place in rows.items() if not of and place == IN_TEXT)
    comments = sorted(word for of, word in rows if of)
    return packed("\n".join(" ".join(words) for words in (title, text, comments)))


def rows_from(stored: bytes) -> Rows | None:
    """The inverse of `_to_bytes`; None for damaged bytes."""
    try:
        title, text, comments = (frozenset(line.split()) for line in unpacked(stored).split("\n"))
    except ValueError:
        return None
    return Words(title=title, text=text, comments=comments).rows()
