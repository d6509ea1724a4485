"""Takes snapshots of notes under typing, keeps them, reads them back with the rows after them, and compares.

python -m tests.tools.faults.compactions --compactions 10000
"""

import argparse
import json
import random
from dataclasses import dataclass, replace

from crdt.compaction import LoadError, Snapshot, load, snapshot, verify
from crdt.note import Note
from crdt.room import Room
from server.ids import NoteId, VisitorId
from server.storage import journal
from server.storage.engines.connection import Connection
from server.storage.engines.sqlite import Schema
from server.storage.migrations import migrate
from tests.crdt.writers import Writer, a_room

NOTE = NoteId("n")
WRITERS = 3
COMPACTIONS_A_NOTE = 40
# Reading all rows costs the most.
COMPACTIONS_A_WHOLE_READING = 10
PIECES = ("a", "mot ", "é", "\n", "# Titre\n", "😀", "👨‍👩‍👧 ", "— « oui » ", "texte " * 20)


@dataclass
class Tally:
    """What a run has seen; the last two must stay 0, and each snapshot changed by one byte must be found."""

    compactions: int = 0
    updates: int = 0
    largest_note: int = 0
    changed: int = 0
    found: int = 0
    unverified: int = 0
    differences: int = 0


class Typing:
    """A note in memory and its rows in a database, as a hosting keeps them."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.room: Room = a_room()
        self.seq = 0
        self.writers = [Writer(self.room, f"w{number}") for number in range(WRITERS)]
        self.database = Connection(":memory:")
        migrate(Schema(self.database))
        self.database.execute("INSERT INTO notes (id, created_at, changed_at) VALUES (?, 1, 1)", (NOTE,))

    def types(self) -> int:
        """A few edits, and at times a commit between them."""
        many = self.chance.randint(1, 30)
        for _ in range(many):
            writer = self.chance.choice(self.writers)
            if self.chance.random() < 0.3:
                writer.merges()
                writer.memory.heard.clear()
            writer.sends(self._edit(writer))
            assert writer.memory.closed is None, writer.memory.detail
            if self.chance.random() < 0.3:
                self.commits()
        self.commits()
        return many

    def commits(self) -> None:
        batch = self.room.take()
        if batch is None:
            return
        self.seq += 1
        entries = [journal.Written(VisitorId("v"), 1, entry.update) for entry in batch.entries]
        journal.append(self.database, NOTE, self.seq, entries)
        self.room.committed(batch)

    def _edit(self, writer: Writer) -> bytes:
        text, before = str(writer.text), writer.doc.get_state()
        at = self.chance.randint(0, len(text))
        start = len(text[:at].encode())
        if self.chance.random() < (0.35 if len(text) < 4000 else 0.9) and at < len(text):
            length = len(text[at : at + self.chance.randint(1, 60)].encode())
            del writer.text[start : start + length]
        else:
            writer.text.insert(start, self.chance.choice(PIECES))
        return writer.doc.get_update(before)


def run(compactions: int, seed: int) -> Tally:
    chance, tally = random.Random(seed), Tally()
    typing = Typing(chance)
    while tally.compactions < compactions:
        if tally.compactions % COMPACTIONS_A_NOTE == 0:
            typing = Typing(chance)
        tally.updates += typing.types()
        taken = snapshot(typing.room.note, typing.room.inspector)
        tally.compactions += 1
        try:
            verify(taken)
        except LoadError:
            tally.unverified += 1
        journal.add_snapshot(typing.database, NOTE, typing.seq, 1, taken)
        tally.changed += 1
        tally.found += _is_found(_changed(taken, chance))
        tally.updates += typing.types()
        tally.differences += not _is_same(typing, whole=tally.compactions % COMPACTIONS_A_WHOLE_READING == 0)
        tally.largest_note = max(tally.largest_note, len(typing.room.note.markdown()))
    return tally


def _is_same(typing: Typing, *, whole: bool) -> bool:
    """Whether what is stored makes the note that is in memory: with its snapshot and, if `whole`, without."""
    stored = journal.load(typing.database, NOTE)
    assert stored is not None
    assert stored.snapshot is not None
    ways = [load(stored.snapshot, stored.updates)]
    if whole:
        rows = journal.rows(typing.database, NOTE)
        ways.append(load(None, [written.update for row in rows for written in row.entries or ()]))
    room = typing.room
    return all(
        note.markdown() == room.note.markdown()
        and note.clocks() == inspector.clocks == room.inspector.clocks
        and inspector.to_bytes() == room.inspector.to_bytes()
        and Note([note.update_since()]).markdown() == room.note.markdown()
        for note, inspector in ways
    )


def _changed(taken: Snapshot, chance: random.Random) -> Snapshot:
    """A snapshot of another text: the last of what it says is not what its text said."""
    other = Note([taken.state])
    text = other.markdown()
    other.edit(at := chance.randint(0, len(text)), at, "x")
    return replace(taken, state=other.update_since())


def _is_found(taken: Snapshot) -> bool:
    try:
        verify(taken)
    except LoadError:
        return True
    return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compactions", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(json.dumps(vars(run(options.compactions, options.seed))))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
