"""Copies of the notes of classeurs by SQL, with their texts, cards and places in the search index."""

from functools import partial
from typing import Final

from server.storage import Db, Engine

_COPY: Final = "copy"
_APART: Final = 10_000_000
# The id of a note ends in one of AQgw: no note has that of a copy.
_ID: Final = "? || substr(notes.id, 2, 20) || '-'"
_THOSE: Final = f"notes.binder IS NOT NULL AND notes.title NOT LIKE '{_COPY}%'"
_OF_NOTES: Final = (
    "INSERT INTO notes (id, title, epoch, created_at, changed_at, binder, titled_seq)"  # noqa: S608 - constants
    f" SELECT {_ID}, ? || title, epoch, created_at, changed_at, binder, titled_seq FROM notes WHERE {_THOSE}"
)
_OF_TARGETS: Final = f"INSERT INTO targets (id, note) SELECT {_ID}, {_ID} FROM notes WHERE {_THOSE}"  # noqa: S608 - constants
_OF_JOURNAL: Final = (
    f"INSERT INTO journal (note, seq, at, updates) SELECT {_ID}, seq, at, updates"  # noqa: S608 - constants
    f" FROM journal JOIN notes ON notes.id = note WHERE {_THOSE}"
)
_OF_CARDS: Final = (
    f"INSERT INTO cards (note, theme, changed_at, changed_by) SELECT {_ID}, theme,"  # noqa: S608 - constants
    f" cards.changed_at, cards.changed_by FROM cards JOIN notes ON notes.id = note WHERE {_THOSE}"
)
_OF_INDEX: Final = (
    "INSERT INTO search_notes (id, note, scope, seq, version, text, words)"  # noqa: S608 - constants
    f" SELECT search_notes.id + ?, {_ID}, scope, seq, version, text, words"
    f" FROM search_notes JOIN notes ON notes.id = note WHERE {_THOSE}"
)
_OF_WORDS: Final = (
    "INSERT INTO search_words (area, word, doc, place) SELECT area, word, doc + ?, place"  # noqa: S608 - constants
    " FROM search_words JOIN search_notes ON search_notes.id = doc JOIN notes ON notes.id = note"
    f" WHERE {_THOSE}"
)


async def multiply(engine: Engine, times: int) -> None:
    """So many copies, nine at most, of each note in a classeur; of those that are copies none."""
    for number in range(1, times + 1):
        await engine.write(partial(_copy, number=number))


def _copy(db: Db, *, number: int) -> None:
    first, apart = str(number), number * _APART
    db.execute(_OF_NOTES, (first, f"{_COPY} {number}: "))
    db.execute(_OF_TARGETS, (first, first))
    db.execute(_OF_JOURNAL, (first,))
    db.execute(_OF_CARDS, (first,))
    db.execute(_OF_INDEX, (apart, first))
    db.execute(_OF_WORDS, (apart,))
