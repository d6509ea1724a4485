"""Appends: rows of the journal, of all notes that wait, in one statement that only a living node can pass."""

from collections.abc import Callable, Sequence
from typing import Final

from psycopg.errors import Diagnostic

from server.ids import NoteId, VisitorId
from server.storage import DiskTroubleError, FencedError
from server.storage.engines.jobs import Outcome
from server.storage.engines.postgres.connection import Connection, connect, cut, was_ended
from server.storage.engines.postgres.errors import trouble
from server.storage.journal import Append

# A row is written only behind the one before it: after a fail-over that lost rows, a room that is ahead of
# them must not write behind the gap. A claim is written with its row, or not at all.
_APPEND: Final = """
WITH fence AS MATERIALIZED (SELECT FROM fences WHERE node = %(node)s FOR KEY SHARE),
new AS (SELECT * FROM unnest(%(notes)s::text[], %(seqs)s::bigint[], %(ats)s::bigint[], %(rows)s::bytea[])
    AS row (note, seq, at, updates)),
written AS (INSERT INTO journal (note, seq, at, updates)
    SELECT note, seq, at, updates FROM new WHERE EXISTS (SELECT FROM fence)
        AND (seq = 1 OR EXISTS (SELECT FROM journal AS last
            WHERE last.note = new.note AND last.seq = new.seq - 1))
    ON CONFLICT DO NOTHING RETURNING note),
claimed AS (INSERT INTO client_ids (note, client, owner, visitor, epoch)
    SELECT claim.note, claim.client, claim.owner, claim.visitor, coalesce(notes.epoch, 1)
    FROM unnest(%(claimed)s::text[], %(clients)s::bigint[], %(owners)s::text[], %(visitors)s::text[])
        AS claim (note, client, owner, visitor)
    LEFT JOIN notes ON notes.id = claim.note
    WHERE claim.note IN (SELECT note FROM written)
    ON CONFLICT (note, client) DO UPDATE SET epoch = excluded.epoch)
SELECT note FROM written
"""


class _WarnedError(Exception):
    """The server warned of a commit: it may be on this machine alone."""


class Appends:
    """Owns the connection of keystrokes; of one thread.

    `lost` is called when nobody knows what is on disk.
    """

    def __init__(self, url: str, lost: Callable[[DiskTroubleError], None]) -> None:
        self._url, self._lost = url, lost
        self._connection: Connection | None = None
        self._warnings: list[str] = []

    def write(self, appends: Sequence[Append], fence: int) -> list[Outcome]:
        """All of them, under the number of a node; a row that is not taken has FencedError."""
        outcomes: list[Outcome] = []
        try:
            for some in _once_each(appends):
                taken = self._append(some, fence)
                outcomes += [_outcome(one, taken) for one in some]
        except BaseException as error:  # noqa: BLE001 - whatever it is, nobody knows
            self.close()
            told = trouble("the database did not take the keystrokes", error)
            self._lost(told)
            outcomes += [Outcome(None, told)] * (len(appends) - len(outcomes))
        return outcomes

    def cut(self) -> None:
        """Wait for a silent server no longer; from any thread."""
        cut(self._connection)

    def close(self) -> None:
        """Close the connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _append(self, appends: Sequence[Append], fence: int) -> set[NoteId]:
        claims: dict[tuple[NoteId, int], tuple[str, VisitorId]] = {}
        for one in appends:
            for client, claim in one.claims.items():
                claims.setdefault((one.note, client), claim)
        self._warnings.clear()
        cursor = self._open().execute(
            _APPEND,
            {
                "node": fence,
                "notes": [one.note for one in appends],
                "seqs": [one.seq for one in appends],
                "ats": [one.at for one in appends],
                "rows": [one.row for one in appends],
                "claimed": [note for note, _ in claims],
                "clients": [client for _, client in claims],
                "owners": [owner for owner, _ in claims.values()],
                "visitors": [visitor for _, visitor in claims.values()],
            },
            binary=True,
        )
        taken = {NoteId(note) for (note,) in cursor.fetchall()}
        if self._warnings:
            # A wait for a standby that was cancelled commits all the same, and says so like this.
            raise _WarnedError(self._warnings[0])
        return taken

    def _open(self) -> Connection:
        if self._connection is not None and was_ended(self._connection):
            self.close()
        if self._connection is None:
            self._connection = connect(self._url)
            self._connection.prepare_threshold = 0
            self._connection.add_notice_handler(self._noticed)
        return self._connection

    def _noticed(self, notice: Diagnostic) -> None:
        if notice.severity_nonlocalized == "WARNING":
            self._warnings.append(notice.message_primary or "")


def _outcome(append: Append, taken: set[NoteId]) -> Outcome:
    if append.note in taken:
        return Outcome(None, None)
    return Outcome(None, FencedError(f"row {append.seq} of {append.note} was not taken"))


def _once_each(appends: Sequence[Append]) -> list[list[Append]]:
    """In order, so that each note is once in a part: a statement does not see its own rows."""
    parts: list[list[Append]] = [[]]
    seen: set[NoteId] = set()
    for one in appends:
        if one.note in seen:
            parts.append([])
            seen.clear()
        seen.add(one.note)
        parts[-1].append(one)
    return parts
