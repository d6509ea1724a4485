"""Sends hostile frames into a room beside honest typing, and compares every way of reading what is left.

python -m tests.tools.faults.hostile --frames 100000 --seed 1 --rows rows.bin
"""

import argparse
import json
import random
import resource
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from crdt import frames
from crdt.compaction import load
from crdt.note import ApplyError, Note
from crdt.room import Room
from crdt.varint import write_buffer
from tests.crdt.writers import Writer, a_room
from tests.tools.faults.mutations import mutated

TURN = 500
WORDS = ("mot ", "é", "😀", "👨‍👩‍👧", "# Titre\n", "- ", "\n", "13,8 % ")


@dataclass
class Result:
    """What a run has seen. `deaths` are errors of pycrdt on bytes that the inspector let through."""

    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    deaths: int = 0
    differences: int = 0
    honest_refused: int = 0
    slowest_ms: float = 0.0


class Fight:
    """A room with an honest writer, a witness who only reads, and an attacker who always comes back."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.result = Result()
        self.rows: list[bytes] = []
        self.honest: list[bytes] = [b"\x00\x00"]
        self._open(a_room())

    def _open(self, room: Room) -> None:
        self.room = room
        self.writer, self.witness, self.attacker = (
            Writer(room, name) for name in ("claire", "lea", "mallory")
        )
        for reader in (self.writer, self.witness):
            reader.asks()
            reader.merges()
            reader.memory.heard.clear()
        self.typed: list[bytes] = []
        self.writer.doc.observe(lambda event: self.typed.append(event.update))

    def turn(self) -> None:
        """Some honest typing, one commit, and a comparison, between hostile frames."""
        for _ in range(TURN):
            self._attack()
            if self.chance.random() < 0.05:
                self._type()
        self._commit()
        self._compare()

    def _type(self) -> None:
        text = str(self.writer.text)
        self.typed.clear()
        at = len(text[: self.chance.randint(0, len(text))].encode())
        if len(text) > 400:
            del self.writer.text[0 : len(text[:200].encode())]
        else:
            self.writer.text.insert(at, self.chance.choice(WORDS))
        (update,) = self.typed
        self.honest = [*self.honest[-60:], update]
        self.writer.sends(update)
        if self.writer.memory.closed is not None:
            self.result.honest_refused += 1
            self._open(self.room)

    def _attack(self) -> None:
        if self.attacker.memory.closed is not None or self.chance.random() < 0.02:
            self.room.leave(self.attacker.seat)
            self.attacker = Writer(self.room, "mallory")
        kind = self.chance.random()
        if kind < 0.8:
            message = frames.update(mutated(self.honest, self.chance))
        elif kind < 0.9:
            message = frames.step_2(mutated(self.honest, self.chance))
        else:
            message = mutated([frames.update(self.honest[-1]), frames.step_1(b"\x01\x05\x03")], self.chance)
        started = time.perf_counter()
        try:
            self.room.receive(self.attacker.seat, message)
        except ApplyError:
            self.result.deaths += 1
            self._reload()
            return
        self.result.slowest_ms = max(self.result.slowest_ms, (time.perf_counter() - started) * 1e3)
        closed = self.attacker.memory.closed
        self.result.outcomes[closed.value if closed else "taken in"] += 1
        if closed is not None:
            self.result.reasons[self.attacker.memory.detail] += 1

    def _commit(self) -> None:
        batch = self.room.take()
        if batch is not None:
            self.rows += [entry.update for entry in batch.entries]
            self.room.committed(batch)
        for reader in (self.writer, self.witness):
            reader.merges()
            reader.memory.heard.clear()

    def _compare(self) -> None:
        note, inspector = load(None, self.rows)
        texts = {
            self.room.note.markdown(),
            note.markdown(),
            Note([self.room.note.update_since()]).markdown(),
            str(self.writer.text),
            str(self.witness.text),
        }
        if len(texts) != 1 or inspector.clocks != self.room.inspector.clocks:
            self.result.differences += 1
            self._reload()

    def _reload(self) -> None:
        note, inspector = load(None, self.rows)
        room = Room(note, inspector, {}, pack=bytes, stirred=lambda: None, clock=time.monotonic)
        self._open(room)


def rows_of(fight: Fight) -> Iterator[bytes]:
    """Every update that was let through, then the text, each behind its length."""
    for row in fight.rows:
        yield write_buffer(row)
    yield write_buffer(fight.room.note.markdown().encode())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=Path)
    options = parser.parse_args()
    fight = Fight(options.seed)
    for _ in range(options.frames // TURN):
        fight.turn()
    if options.rows:
        options.rows.write_bytes(b"".join(rows_of(fight)))
    result = fight.result
    report = {
        "frames": sum(result.outcomes.values()) + result.deaths,
        "outcomes": dict(result.outcomes),
        "reasons": dict(result.reasons.most_common(40)),
        "deaths": result.deaths,
        "differences": result.differences,
        "honest_refused": result.honest_refused,
        "rows": len(fight.rows),
        "slowest_ms": round(result.slowest_ms, 2),
        "memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
    }
    print(json.dumps(report, ensure_ascii=False))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
