"""Rows of the search index: the words of one note, as a value and in their table."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from server.storage import Db
from server.storage.sql import marks

IN_TEXT: Final = 1
IN_TITLE: Final = 2
# Rows of one statement; it is prepared once for each power of two up to 2 to this.
_LARGEST_STATEMENT: Final = 6

Thing = TypeVar("Thing")

NO_WORDS: Final[frozenset[str]] = frozenset()
# 0 in the text or 1 in the comments, and the word.
Key = tuple[int, str]
# Key -> place.
Rows = dict[Key, int]


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


def to_bytes(rows: Rows) -> bytes:
    """Three lines: the words of the title, of the text, of the comments."""
    title = sorted(word for (of, word), place in rows.items() if not of and place == IN_TITLE)
    text = sorted(word for (of, word), place in rows.items() if not of and place == IN_TEXT)
    comments = sorted(word for of, word in rows if of)
    return packed("\n".join(" ".join(words) for words in (title, text, comments)))


def rows_from(stored: bytes) -> Rows | None:
    """The inverse of `to_bytes`; None for damaged bytes."""
    try:
        title, text, comments = (frozenset(line.split()) for line in unpacked(stored).split("\n"))
    except ValueError:
        return None
    return Words(title=title, text=text, comments=comments).rows()


def packed(text: str) -> bytes:
    """As it is stored. It takes 0.1 s and more for 2 MB: not for the thread that writes."""
    return zlib.compress(text.encode())


def unpacked(stored: bytes) -> str:
    """The inverse of `packed`. Raises ValueError for damaged bytes."""
    try:
        return zlib.decompress(stored).decode()
    except zlib.error as error:
        raise ValueError(str(error)) from None


def delete(db: Db, scope: int, doc: int, keys: Sequence[Key]) -> None:
    """Take some words of a note away."""
    for area in (0, 1):
        words = sorted(word for of, word in keys if of == area)
        for some in _parts(words):
            db.execute(
                f"DELETE FROM search_words WHERE area = ? AND doc = ? AND word IN ({marks(some)})",  # noqa: S608 - marks
                (2 * scope + area, doc, *some),
            )


def delete_all(db: Db, scope: int, doc: int, stored: bytes) -> None:
    """Take away what `to_bytes` has written down of a note."""
    rows = rows_from(stored)
    if rows is None:  # nobody knows where they stand: the whole table is read
        db.execute("DELETE FROM search_words WHERE doc = ?", (doc,))
    else:
        delete(db, scope, doc, list(rows))


def insert(db: Db, scope: int, doc: int, rows: Iterable[tuple[Key, int]]) -> None:
    """Write some words of a note, or their new places."""
    for some in _parts(sorted(rows)):
        values = ", ".join(["(?, ?, ?, ?)"] * len(some))
        db.execute(
            f"INSERT INTO search_words (area, word, doc, place) VALUES {values}"  # noqa: S608 - marks
            " ON CONFLICT (area, word, doc) DO UPDATE SET place = excluded.place",
            [value for (of, word), place in some for value in (2 * scope + of, word, doc, place)],
        )


def _parts(things: Sequence[Thing]) -> Iterable[Sequence[Thing]]:
    """In lists of powers of two."""
    start = 0
    while start < len(things):
        many = 1 << min(_LARGEST_STATEMENT, (len(things) - start).bit_length() - 1)
        yield things[start : start + many]
        start += many
