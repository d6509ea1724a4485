"""Journal: append-only Yjs updates of each note, one row a commit; snapshots shorten the replay."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple
from zlib import crc32

from crdt.compaction import LoadError, Snapshot
from crdt.varint import MalformedError, Reader, write_buffer, write_varint
from server.ids import NoteId, VisitorId
from server.storage import Db, search_changes
from server.storage.sql import excluded

# Statements are prepared once for each power of two of rows, up to 2 to this.
_LARGEST_STATEMENT = 8
# Up to here a number is spelled in one byte.
_SHORT = 0x7F


class Written(NamedTuple):
    """An update and who wrote it; `at` in milliseconds since 1970."""

    visitor: VisitorId
    at: int
    update: bytes


# The number of a row, and what `to_row` made of it.
RawRow = tuple[int, bytes]


class Row(NamedTuple):
    """The updates of one commit. `entries` is None where the row's bytes are broken."""

    seq: int
    entries: list[Written] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A note as it lies on disk: a snapshot after row `snapshot_seq`, the updates behind it, the last row.

    `lossy_since` is the epoch in which it was last restored or repaired, None where it never was; `earlier`
    are the client ids that were not written under since.
    """

    epoch: int
    lossy_since: int | None
    earlier: set[int]
    seq: int
    snapshot: Snapshot | None
    snapshot_seq: int
    updates: list[bytes]
    owners: dict[int, str]


@dataclass(frozen=True, slots=True)
class Append:
    """A row to be written, and who owns the client ids first seen in it (client -> owner, visitor).

    It is a work of its own; many together are written by few statements, see `append_all`.
    """

    note: NoteId
    seq: int
    at: int
    row: bytes
    claims: Mapping[int, tuple[str, VisitorId]]

    def __call__(self, db: Db) -> None:
        append_all(db, [self])


def append(
    db: Db,
    note: NoteId,
    seq: int,
    entries: Iterable[Written],
    claims: Mapping[int, tuple[str, VisitorId]] | None = None,
) -> None:
    """Write row `seq` of a note that is not open."""
    written = list(entries)
    append_all(db, [Append(note, seq, written[-1].at, to_row(written), claims or {})])
    search_changes.add(db, note)


def append_all(db: Db, appends: Sequence[Append]) -> None:
    """Write many rows: each statement lets go of Python's lock, and must wait for it again."""
    start = 0
    while start < len(appends):
        many = 1 << min(_LARGEST_STATEMENT, (len(appends) - start).bit_length() - 1)
        some = appends[start : start + many]
        values = ", ".join(["(?, ?, ?, ?)"] * many)
        db.execute(
            f"INSERT INTO journal (note, seq, at, updates) VALUES {values}",  # noqa: S608 - question marks
            [value for one in some for value in (one.note, one.seq, one.at, one.row)],
        )
        start += many
    for one in appends:
        for client, (owner, visitor) in one.claims.items():
            db.execute(
                "INSERT INTO client_ids (note, client, owner, visitor, epoch)"
                " VALUES (?, ?, ?, ?, coalesce((SELECT epoch FROM notes WHERE id = ?), 1))"
                " ON CONFLICT (note, client) DO UPDATE SET epoch = excluded.epoch",
                (one.note, client, owner, visitor, one.note),
            )


def load(db: Db, note: NoteId, *, before: int | None = None) -> Stored | None:
    """The stored state of a note, None for an unknown note. Raises LoadError for broken rows.

    It begins with the newest snapshot, or with the newest one of a row before `before`.
    """
    epochs = list(db.execute("SELECT epoch, lossy_since FROM notes WHERE id = ?", (note,)))
    if not epochs:
        return None
    snapshot_seq, taken = 0, None
    for seq, _, found in snapshots(db, note):
        if before is None or seq < before:
            snapshot_seq, taken = seq, found
            break
    seq = snapshot_seq
    updates: list[bytes] = []
    for number, row in _after(db, note, seq):
        seq = number
        try:
            updates += updates_in(row)
        except MalformedError:
            raise _broken(seq) from None
    (epoch, lossy_since), clients = epochs[0], _clients(db, note)
    return Stored(
        epoch=epoch,
        lossy_since=lossy_since,
        earlier={client for client, _, claimed in clients if claimed < (lossy_since or 0)},
        seq=seq,
        snapshot=taken,
        snapshot_seq=snapshot_seq,
        updates=updates,
        owners={client: owner for client, owner, _ in clients},
    )


def visitors(db: Db, note: NoteId) -> dict[int, VisitorId]:
    """The visitor of each client id of a note."""
    return dict(db.execute("SELECT client, visitor FROM client_ids WHERE note = ?", (note,)))


def restorers(db: Db, note: NoteId) -> set[int]:
    """The client ids under which the server itself wrote, see `server.live.server_edit`."""
    query = "SELECT client FROM client_ids WHERE note = ? AND owner LIKE 's:%'"
    return {client for (client,) in db.execute(query, (note,))}


def snapshots(db: Db, note: NoteId) -> Iterator[tuple[int, int, Snapshot]]:
    """The row it follows, its time and the snapshot, newest first; not those whose bytes are damaged."""
    columns = "seq, at, checksum, state, inspector, text_hash"
    query = f"SELECT {columns} FROM snapshots WHERE note = ? ORDER BY seq DESC"  # noqa: S608 - a constant
    for seq, at, checksum, state, inspector, text_hash in db.execute(query, (note,)):
        taken = Snapshot(state=state, inspector=inspector, text_hash=text_hash)
        if checksum_of(taken) == checksum:
            yield seq, at, taken


def checksum_of(taken: Snapshot) -> int:
    """With another one in its row the bytes of a snapshot are damaged, or it was put aside."""
    return crc32(taken.inspector, crc32(taken.state))


def add_snapshot(db: Db, note: NoteId, seq: int, at: int, taken: Snapshot) -> None:
    """Keep a verified snapshot of the note as it was after row `seq`, and the one before it."""
    db.execute(
        "INSERT INTO snapshots (note, seq, at, checksum, state, inspector, text_hash)"  # noqa: S608 - constants
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (note, seq) DO UPDATE"
        f" SET {excluded(('at', 'checksum', 'state', 'inspector', 'text_hash'))}",
        (note, seq, at, checksum_of(taken), taken.state, taken.inspector, taken.text_hash),
    )
    two = "SELECT seq FROM snapshots WHERE note = ? ORDER BY seq DESC LIMIT 2"
    older = f"seq < (SELECT min(seq) FROM ({two}) AS newest)"  # noqa: S608 - constants
    db.execute(f"DELETE FROM snapshots WHERE note = ? AND {older}", (note, note))  # noqa: S608 - constants


def put_aside(db: Db, note: NoteId, seq: int) -> None:
    """Read the snapshot of row `seq` no more: no snapshot has this checksum."""
    db.execute("UPDATE snapshots SET checksum = -1 WHERE note = ? AND seq = ?", (note, seq))


def set_title(db: Db, note: NoteId, title: str, *, seq: int) -> None:
    """Keep the title after row `seq`, and by whom and when that was written: lists read no notes."""
    last = _last_entry(db, note, seq)
    at, by = (last.at, last.visitor) if last else (None, None)
    db.execute(
        "UPDATE notes SET title = ?, titled_seq = ?, changed_at = coalesce(?, changed_at),"
        " changed_by = coalesce(?, changed_by) WHERE id = ?",
        (title, seq, at, by or None, note),
    )


def _last_entry(db: Db, note: NoteId, seq: int) -> Written | None:
    """The last update of a row; None where there is none, or it is broken."""
    for (row,) in db.execute("SELECT updates FROM journal WHERE note = ? AND seq = ?", (note, seq)):
        with suppress(MalformedError, UnicodeDecodeError):
            return deque(read_row(row), maxlen=1).pop()
    return None


def rows(db: Db, note: NoteId, *, after: int = 0) -> Iterator[Row]:
    """Every row of a note behind row `after`, in order."""
    for seq, row in _after(db, note, after):
        try:
            yield Row(seq, list(read_row(row)))
        except MalformedError:
            yield Row(seq, None)


def raw_rows(db: Db, note: NoteId, *, after: int, most: int) -> list[RawRow]:
    """At most so many rows of a note behind row `after`, in order, as they are stored."""
    query = "SELECT seq, updates FROM journal WHERE note = ? AND seq > ? ORDER BY seq LIMIT ?"
    return list(db.execute(query, (note, after, most)))


def entries(row: Row) -> list[Written]:
    """The entries of a row. Raises LoadError for a broken one."""
    if row.entries is None:
        raise _broken(row.seq)
    return row.entries


def updates(rows: Iterable[Row]) -> Iterator[bytes]:
    """The updates of rows, one by one. Raises LoadError for broken ones."""
    for row in rows:
        for written in entries(row):
            yield written.update


def replace(db: Db, note: NoteId, sound: Iterable[list[Written]]) -> None:
    """Write a note's journal anew, numbered from 1, without snapshots; lists read its title anew."""
    db.execute("UPDATE notes SET titled_seq = 0 WHERE id = ?", (note,))
    db.execute("DELETE FROM snapshots WHERE note = ?", (note,))
    db.execute("DELETE FROM journal WHERE note = ?", (note,))
    for seq, entries in enumerate(sound, 1):
        append(db, note, seq, entries)


def read_row(row: bytes) -> Iterator[Written]:
    """The updates of one commit. Raises MalformedError."""
    reader = Reader(row)
    while reader.at < len(row):
        yield Written(VisitorId(reader.text()), reader.varint(), reader.buffer())


def updates_in(row: bytes) -> list[bytes]:
    """The updates of `read_row` without author and time: five times as fast. Raises MalformedError."""
    found: list[bytes] = []
    at, end = 0, len(row)
    try:
        while at < end:
            if row[at] > _SHORT:
                break
            at += 1 + row[at]
            while row[at] > _SHORT:
                at += 1
            size = row[at + 1]
            if size > _SHORT:
                break
            start = at + 2
            at = start + size
            found.append(row[start:at])
    except IndexError:
        at = -1
    # Long or broken rows are left to the strict reader.
    return found if at == end else [written.update for written in read_row(row)]


def to_row(entries: Iterable[Written]) -> bytes:
    """The inverse of `read_row`."""
    return b"".join(
        write_buffer(entry.visitor.encode()) + write_varint(entry.at) + write_buffer(entry.update)
        for entry in entries
    )


def _after(db: Db, note: NoteId, seq: int) -> list[tuple[int, bytes]]:
    query = "SELECT seq, updates FROM journal WHERE note = ? AND seq > ? ORDER BY seq"
    return list(db.execute(query, (note, seq)))


def _broken(seq: int) -> LoadError:
    return LoadError(f"the bytes of row {seq} are broken")


def _clients(db: Db, note: NoteId) -> list[tuple[int, str, int]]:
    query = "SELECT client, owner, epoch FROM client_ids WHERE note = ?"
    return [(client, owner, epoch) for client, owner, epoch in db.execute(query, (note,))]
