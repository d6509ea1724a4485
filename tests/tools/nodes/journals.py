"""The journal as an outsider reads it, beside the server that writes it."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Protocol

from server.storage.journal import RawRow


class UnreachableError(Exception):
    """The database answers nobody now."""


class Journal(Protocol):
    def rows(self, note: str, after: int = 0) -> list[RawRow]:
        """The rows of a note behind row `after`, in order. Raises UnreachableError."""


class SqliteJournal:
    """Of a folder of data."""

    def __init__(self, data: Path) -> None:
        self._file = f"file:{data / 'pochette.db'}?mode=ro"

    def rows(self, note: str, after: int = 0) -> list[RawRow]:
        try:
            with closing(sqlite3.connect(self._file, uri=True)) as database:
                query = "SELECT seq, updates FROM journal WHERE note = ? AND seq > ? ORDER BY seq"
                return database.execute(query, (note, after)).fetchall()
        except sqlite3.OperationalError as error:
            raise UnreachableError(str(error)) from None


def all_rows(journal: Journal, notes: Iterable[str]) -> dict[str, list[RawRow]]:
    """Raises UnreachableError."""
    return {note: journal.rows(note) for note in notes}
