"""Lets updates of good form and no sense into a room, and compares every way of reading what they make.

python -m tests.tools.faults.nonsense --updates 300000
"""

import argparse
import json
import random
import resource
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from crdt import frames
from crdt.batch import MERGED_AT_ONCE
from crdt.compaction import load
from crdt.note import ApplyError, Note
from crdt.varint import write_buffer, write_varint
from tests.crdt.writers import Writer, a_room
from tests.tools.faults.sense import Sense
from tests.yjs import Nonsense

COMMITS_A_TURN = 4
# A note is attacked for so long: what is compared grows with it.
TURNS_A_NOTE = 8
RING = "blocks that wait for each other"


@dataclass
class Result:
    """What a run has seen. `deaths` are errors of pycrdt on what the inspector let through.

    `rings` are blocks that wait for each other: found after the apply, and the note is loaded anew.
    `reordered` notes give another text when their whole state is read: the check of snapshots finds them.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    applied: int = 0
    rings: int = 0
    deaths: int = 0
    differences: int = 0
    reordered: int = 0
    notes: int = 0
    slowest_ms: float = 0.0
    rows: list[tuple[list[bytes], str]] = field(default_factory=list)


class Siege:
    """One note with an honest writer and an attacker."""

    def __init__(self, draws: Sense | Nonsense, result: Result) -> None:
        self.draws = draws
        self.result = result
        self.rows: list[bytes] = []
        self.text = ""
        self.room = a_room()
        self.writer, self.attacker = Writer(self.room, "claire"), Writer(self.room, "mallory")
        self.is_over = False
        self._honest()

    def turn(self) -> None:
        for _ in range(COMMITS_A_TURN):
            for _ in range(MERGED_AT_ONCE - 1):
                if not self._attack():
                    return
            self.rows += self._taken()
        self._compare()
        self._honest()

    def _attack(self) -> bool:
        if self.attacker.memory.closed is not None:
            self.attacker = Writer(self.room, "mallory")
        bytes_ = self.draws.draw(self.room.inspector.clocks)
        before = self._traces()
        started = time.perf_counter()
        try:
            self.room.receive(self.attacker.seat, frames.update(bytes_))
        except ApplyError as error:
            if RING in str(error):
                self.result.rings += 1
            else:
                self.result.deaths += 1
            self.is_over = True
            return False
        self.result.slowest_ms = max(self.result.slowest_ms, (time.perf_counter() - started) * 1e3)
        closed = self.attacker.memory.closed
        applied = self._traces() != before
        self.result.applied += applied
        if applied:
            self.draws.let_through()
        self.result.outcomes["applied" if applied else closed.value if closed else "not yet or nothing"] += 1
        if closed is not None:
            self.result.reasons[self.attacker.memory.detail] += 1
        return True

    def _traces(self) -> tuple[int, int]:
        """What is different after an update of the attacker was taken in, which is told to nobody."""
        typist = self.attacker.seat.typist
        return len(self.room._manuscript.entries), typist.clock if typist else 0  # noqa: SLF001

    def _honest(self) -> None:
        """Somebody writes at the beginning, as a browser does."""
        client, known = self.writer.doc.client_id, self.room.inspector.clock(self.writer.doc.client_id)
        before = self.writer.doc.get_state()
        self.writer.text.insert(0, "Bonjour 😀 ")
        self.writer.sends(self.writer.doc.get_update(before))
        assert self.writer.memory.closed is None, "an honest writer was refused"
        self.draws.put_first(client, known, self.room.inspector.clock(client))

    def _taken(self) -> list[bytes]:
        batch = self.room.take()
        if batch is None:
            return []
        self.room.committed(batch)
        return [entry.update for entry in batch.entries]

    def _compare(self) -> None:
        self.text = self.room.note.markdown()
        note, inspector = load(None, self.rows)
        is_same = inspector.to_bytes() == self.room.inspector.to_bytes()
        if note.markdown() != self.text or not is_same or note.clocks() != inspector.clocks:
            self.result.differences += 1
        self.writer.merges()
        self.writer.memory.heard.clear()
        whole = Note([self.room.note.update_since()])
        if {str(self.writer.text), whole.markdown()} != {self.text}:
            self.result.reordered += 1
            self.is_over = True


def run(updates: int, seed: int, *, makes_sense: bool) -> Result:
    chance, result = random.Random(seed), Result()
    while sum(result.outcomes.values()) < updates:
        siege = Siege(Sense(chance) if makes_sense else Nonsense(chance), result)
        result.notes += 1
        for _ in range(TURNS_A_NOTE):
            siege.turn()
            if siege.is_over:
                break
        result.rows.append((siege.rows, siege.text))
    return result


def write_rows(result: Result, path: Path) -> None:
    """Each note's updates and its text, for `peers/read-notes.mjs`: a count, then buffers."""
    out = bytearray()
    for rows, text in result.rows:
        out += write_varint(len(rows)) + b"".join(map(write_buffer, rows)) + write_buffer(text.encode())
    path.write_bytes(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--updates", type=int, default=300_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=Path, help="where to write what was let through")
    parser.add_argument("--sense", action="store_true", help="only what some editor could have made")
    options = parser.parse_args()
    result = run(options.updates, options.seed, makes_sense=options.sense)
    if options.rows:
        write_rows(result, options.rows)
    report = {key: value for key, value in vars(result).items() if key != "rows"}
    report |= {
        "slowest_ms": round(result.slowest_ms, 2),
        "memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
    }
    print(json.dumps(report, ensure_ascii=False))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
