"""What a device takes along: the state of many notes in few statements, and one row for each target taken."""

import secrets
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from server.ids import BinderId, DeviceId, LinkId, NoteId
from server.storage import Db, cards, readings
from server.storage.sql import in_parts, marks
from server.targets import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A target that a device has taken along, how many notes those are, and until when it shows them.

    Times are milliseconds since 1970.
    """

    target: Target
    notes: int
    at: int
    until: int


class Kept(NamedTuple):
    """How many notes a device has taken along, and until when it shows the last of them (ms since 1970)."""

    notes: int
    until: int


class Picture(NamedTuple):
    """A picture that a note keeps, and its size in bytes."""

    id: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What pages of a note are made of: its text by epoch and row of the journal, its card, what they name.

    `read_links` are the open links to read it: id, generation, and whether it has a password. `reading`: what
    the device was shown of it, and whether the journal still tells that.
    """

    note: NoteId
    title: str
    epoch: int
    seq: int
    binder: BinderId | None
    is_archived: bool
    card: tuple[object, ...]
    is_classified: bool
    pictures: tuple[Picture, ...] = ()
    read_links: tuple[tuple[LinkId, int, bool], ...] = ()
    reading: tuple[object, ...] | None = None

    @property
    def parts(self) -> tuple[object, ...]:
        """What a page shows of it; the title that lists keep follows the text, and is no part of its own."""
        return (
            *(self.note, self.epoch, self.seq, self.binder, self.is_archived),
            *(self.card, self.pictures, self.read_links, self.reading),
        )


def sources(db: Db, device: DeviceId, notes: Collection[NoteId], now: int) -> dict[NoteId, Source]:
    """Those of these notes that are not in the trash."""
    found: dict[NoteId, Source] = {}
    shown = _readings(db, device, list(notes))
    for part in in_parts(list(notes)):
        pictures, links = _pictures(db, part), _read_links(db, part, now)
        rows = db.execute(
            "SELECT notes.id, notes.title, notes.epoch, coalesce((SELECT max(seq) FROM journal"  # noqa: S608 - marks
            " WHERE journal.note = notes.id), 0), notes.binder, notes.archived_at IS NOT NULL,"
            f" coalesce(cards.classification, ''), {cards.COLUMNS}"
            " FROM notes LEFT JOIN cards ON cards.note = notes.id"
            f" WHERE notes.id IN ({marks(part)}) AND notes.trashed_at IS NULL",
            part,
        )
        for note, title, epoch, seq, binder, is_archived, classification, *card in rows:
            found[note] = Source(
                note=note,
                title=title,
                epoch=epoch,
                seq=seq,
                binder=binder,
                is_archived=bool(is_archived),
                card=tuple(card),
                is_classified=bool(classification),
                pictures=tuple(pictures[note]),
                read_links=tuple(links[note]),
                reading=shown.get(note),
            )
    return found


def _readings(db: Db, device: DeviceId, notes: Sequence[NoteId]) -> dict[NoteId, tuple[object, ...]]:
    rows = readings.of_device(db, device, notes)
    standing = readings.standing(db, list(rows))
    return {
        note: (row.position, row.at, row.said_at, row.passages is None, standing[note].has(row.position))
        for note, row in rows.items()
        if note in standing
    }


def _pictures(db: Db, notes: Sequence[NoteId]) -> defaultdict[NoteId, list[Picture]]:
    query = f"SELECT note, id, size FROM files WHERE note IN ({marks(notes)}) ORDER BY id"  # noqa: S608 - marks
    found: defaultdict[NoteId, list[Picture]] = defaultdict(list)
    for note, id_, size in db.execute(query, notes):
        found[note].append(Picture(id_, size))
    return found


def _read_links(
    db: Db, notes: Sequence[NoteId], now: int
) -> defaultdict[NoteId, list[tuple[LinkId, int, bool]]]:
    rows = db.execute(
        "SELECT target, id, generation, password_hash IS NOT NULL FROM links"  # noqa: S608 - marks
        f" WHERE target IN ({marks(notes)}) AND role = 'read' AND closed_at IS NULL AND max_openings IS NULL"
        " AND (expires_at IS NULL OR expires_at > ?) ORDER BY created_at, id",
        (*notes, now),
    )
    found: defaultdict[NoteId, list[tuple[LinkId, int, bool]]] = defaultdict(list)
    for note, link, generation, is_locked in rows:
        found[note].append((link, generation, bool(is_locked)))
    return found


def find(db: Db, device: DeviceId, target: Target) -> Taken | None:
    rows = db.execute(
        "SELECT notes, at, until FROM carryings WHERE device = ? AND target = ?", (device, target.id)
    )
    return next((Taken(target=target, notes=many, at=at, until=until) for many, at, until in rows), None)


def kept(
    db: Db, devices: Collection[DeviceId], now: int, *, of: Collection[Target] | None = None
) -> dict[DeviceId, Kept]:
    """What each of these devices may still show, of these targets or of all, as its last contact told it."""
    ids = [target.id for target in of or ()]
    where = "" if of is None else f" AND target IN ({marks(ids)})"
    rows = db.execute(
        "SELECT device, sum(notes), max(until) FROM carryings WHERE until > ?"  # noqa: S608 - marks
        f" AND device IN ({marks(devices)}){where} GROUP BY device",
        (now, *devices, *ids),
    )
    return {DeviceId(device): Kept(int(notes), until) for device, notes, until in rows}


def put(db: Db, device: DeviceId, taken: Taken) -> None:
    """In the place of what the device had taken of this target before; what is over is forgotten."""
    db.execute("DELETE FROM carryings WHERE until <= ?", (taken.at,))
    db.execute("DELETE FROM carryings WHERE device = ? AND target = ?", (device, taken.target.id))
    db.execute(
        "INSERT INTO carryings (id, device, target, notes, at, until) VALUES (?, ?, ?, ?, ?, ?)",
        (secrets.token_urlsafe(16), device, taken.target.id, taken.notes, taken.at, taken.until),
    )
