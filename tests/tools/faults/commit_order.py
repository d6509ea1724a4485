"""The order in which rows of the journal and ends of rights were committed, which a trigger writes down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import psycopg

from crdt.varint import MalformedError
from server.ids import NoteId
from server.storage import journal
from server.storage.engines.connection import Connection

# What ends a right: columns of a table.
_ENDS: Final = {
    "links": "closed_at, generation, password_hash, role",
    "devices": "closed_at",
    "notes": "trashed_at",
}


class CommitOrder(Protocol):
    def count(self) -> int:
        """How much has been written down."""

    def behind_the_end(self, first: int, note: str) -> set[int]:
        """The rows of a note that were committed behind the last end of what came after the first so many."""

    def rows(self, note: str) -> Iterable[journal.Row]:
        """The whole journal of a note."""

    def close(self) -> None: ...


class SqliteOrder:
    """One writes at a time: the order of the trigger is that of the commits."""

    def __init__(self, data: Path) -> None:
        self._db = Connection(str(data / "pochette.db"))
        self._db.set_busy_timeout(5000)

    def set_up(self) -> None:
        self._db.execute(
            "CREATE TABLE raced (n INTEGER PRIMARY KEY, what TEXT NOT NULL, note TEXT, seq INTEGER);"
            "CREATE TRIGGER raced_rows AFTER INSERT ON journal BEGIN"
            " INSERT INTO raced (what, note, seq) VALUES ('row', new.note, new.seq); END;"
        )
        for table, columns in _ENDS.items():
            self._db.execute(
                f"CREATE TRIGGER raced_{table} AFTER UPDATE OF {columns} ON {table} BEGIN"  # noqa: S608 - ours
                " INSERT INTO raced (what) VALUES ('end'); END;"
            )

    def count(self) -> int:
        return sum(1 for _ in self._db.execute("SELECT 1 FROM raced"))

    def behind_the_end(self, first: int, note: str) -> set[int]:
        query = "SELECT what, note, seq FROM raced WHERE n > ? ORDER BY n"
        order = list(self._db.execute(query, (first,)))
        ends = [at for at, (what, _, _) in enumerate(order) if what == "end"]
        return {seq for what, of, seq in order[max(ends, default=len(order)) :] if of == note}

    def rows(self, note: str) -> Iterable[journal.Row]:
        return journal.rows(self._db, NoteId(note))

    def close(self) -> None:
        self._db.close()


@dataclass(frozen=True, slots=True)
class PostgresOrder:
    """Many write at a time: each transaction has the moment of its commit (`track_commit_timestamp`)."""

    _db: psycopg.Connection[tuple[object, ...]]

    @classmethod
    def of(cls, parameters: str) -> "PostgresOrder":
        return cls(psycopg.connect(parameters, autocommit=True))

    def set_up(self) -> None:
        self._db.execute(
            "CREATE TABLE raced (n BIGSERIAL PRIMARY KEY, what TEXT NOT NULL, note TEXT, seq BIGINT)"
        )
        self._write_down("INSERT", "journal", "'row', new.note, new.seq")
        for table, columns in _ENDS.items():
            self._write_down(f"UPDATE OF {columns}", table, "'end', NULL, NULL")

    def count(self) -> int:
        return self._number("SELECT coalesce(max(n), 0) FROM raced")

    def behind_the_end(self, first: int, note: str) -> set[int]:
        """Rows of the same microsecond are behind it."""
        query = """
        WITH races AS (SELECT what, note, seq, pg_xact_commit_timestamp(xmin) AS at FROM raced WHERE n > %s)
        SELECT seq FROM races WHERE what = 'row' AND note = %s
        AND at >= (SELECT max(at) FROM races WHERE what = 'end')"""
        return {int(str(seq)) for (seq,) in self._db.execute(query, (first, note))}

    def rows(self, note: str) -> Iterable[journal.Row]:
        query = "SELECT seq, updates FROM journal WHERE note = %s ORDER BY seq"
        for seq, updates in self._all(query, note):
            try:
                yield journal.Row(int(str(seq)), list(journal.read_row(bytes(updates))))  # type: ignore[call-overload]
            except MalformedError:
                yield journal.Row(int(str(seq)), None)

    def owner(self, thing: str) -> str:
        """The address of the server that has a note open, '' where none has."""
        query = "SELECT url FROM owners JOIN nodes USING (node) WHERE thing = %s"
        return "".join(str(url) for (url,) in self._all(query, thing))

    def close(self) -> None:
        self._db.close()

    def _write_down(self, event: str, table: str, values: str) -> None:
        name = f"raced_{table}"
        self._db.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$"  # noqa: S608 - words of ours
            f" BEGIN INSERT INTO raced (what, note, seq) VALUES ({values}); RETURN NULL; END $$"
        )
        self._db.execute(
            f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )

    def _number(self, query: str) -> int:
        (row,) = self._all(query)
        return int(str(row[0]))

    def _all(self, query: str, *values: str) -> Sequence[tuple[object, ...]]:
        return self._db.execute(query, values).fetchall()
