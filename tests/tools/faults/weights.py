"""What the heaviest frames of good form cost: time to take one in and to tell the others, and memory.

Each is measured in a process of its own, on a note of `--text` characters, so that none pays for another.
Times are of the processor: what else runs on the machine does not count.

python -m tests.tools.faults.weights --bytes 262144
"""

import argparse
import gc
import json
import os
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from crdt import frames
from crdt.inspector import Inspector
from crdt.note import ApplyError, Note
from crdt.room import Room
from tests.crdt.writers import Writer
from tests.yjs import DELETED, GC, STRING, Place, block, number, update

KIB: Final = 1024
ME: Final = 1 << 31
BASE: Final = 7


@dataclass(frozen=True)
class Weight:
    """`outcome` says what became of the frame; `hold_ms` is the longest that others wait for their turn."""

    kib: float
    blocks: int
    ms: float
    hold_ms: float
    mib: float
    outcome: str


Make = Callable[[int, int], tuple[bytes, int]]


def _filled(size: int, one: Callable[[int], bytes]) -> list[bytes]:
    blocks: list[bytes] = []
    left = size - 64
    while left > 0:
        blocks.append(one(len(blocks)))
        left -= len(blocks[-1])
    return blocks


def _mine(blocks: list[bytes]) -> tuple[bytes, int]:
    return frames.update(update([(ME, 0, blocks)])), len(blocks)


def one_long_text(size: int, _: int) -> tuple[bytes, int]:
    return _mine([block(STRING, "x" * (size - 64))])


def one_long_text_of_emoji(size: int, _: int) -> tuple[bytes, int]:
    return _mine([block(STRING, "😀" * (size // 4 - 16))])


def letters_one_after_the_other(size: int, _: int) -> tuple[bytes, int]:
    return _mine(_filled(size, lambda n: block(STRING, "x", (ME, n - 1) if n else None)))


def letters_one_before_the_other(size: int, _: int) -> tuple[bytes, int]:
    return _mine(_filled(size, lambda n: block(STRING, "x", None, (ME, n - 1) if n else None)))


def letters_that_quarrel(size: int, _: int) -> tuple[bytes, int]:
    """All claim one place, each against another right neighbour."""
    return _mine(
        _filled(size, lambda n: block(STRING, "x", (ME, 0), (ME, n - 1)) if n > 1 else block(STRING, "x"))
    )


def letters_inside_the_text(size: int, text: int) -> tuple[bytes, int]:
    """Each splits a block."""
    chance = random.Random(1)

    def one(_: int) -> bytes:
        at = chance.randrange(text - 1)
        return block(STRING, "x", (BASE, at), (BASE, at + 1))

    return _mine(_filled(size, one))


def nothing_collected(size: int, _: int) -> tuple[bytes, int]:
    return _mine(_filled(size, lambda _: block(GC, 1)))


def born_deleted(size: int, _: int) -> tuple[bytes, int]:
    return _mine(_filled(size, lambda n: block(DELETED, 1, (ME, n - 1) if n else None)))


def many_clients_at_one_place(size: int, text: int) -> tuple[bytes, int]:
    return _clients(size, lambda _: block(STRING, "x"))


def many_clients_in_the_text(size: int, text: int) -> tuple[bytes, int]:
    chance = random.Random(1)

    def one(_: int) -> bytes:
        at: Place = (BASE, chance.randrange(text - 1))
        return block(STRING, "x", at)

    return _clients(size, one)


def _clients(size: int, one: Callable[[int], bytes]) -> tuple[bytes, int]:
    sections = _filled(size, lambda n: number(1, ME + n, 0) + one(n))
    return frames.update(number(len(sections)) + b"".join(sections) + b"\x00"), len(sections)


def every_other_letter_deleted(size: int, text: int) -> tuple[bytes, int]:
    many = min(text // 2, (size - 64) // 4)
    return frames.update(update((), {BASE: [(2 * n, 1) for n in range(many)]})), many


def letters_deleted_far_apart(size: int, text: int) -> tuple[bytes, int]:
    many = min(text // 9, (size - 64) // 4)
    return frames.update(update((), {BASE: [(9 * n, 1) for n in range(many)]})), many


def a_state_vector_of_many(size: int, _: int) -> tuple[bytes, int]:
    many = size // 7
    return frames.step_1(number(many) + b"".join(number(ME + n, 0) for n in range(many))), many


def the_note_itself_again(_: int, text: int) -> tuple[bytes, int]:
    return frames.step_2(_note(text).update_since()), 1


def presences(size: int, _: int) -> tuple[bytes, int]:
    many = size // 10
    states = b"".join(number(ME + n, 1, 2) + b"{}" for n in range(many))
    return frames.awareness(number(many) + states), many


def zeros(size: int, _: int) -> tuple[bytes, int]:
    return frames.update(bytes(size - 8)), 1


def all_ones(size: int, _: int) -> tuple[bytes, int]:
    return frames.update(b"\xff" * (size - 8)), 1


KINDS: Final[Mapping[str, Make]] = {
    make.__name__.replace("_", " "): make
    for make in (
        one_long_text,
        one_long_text_of_emoji,
        letters_one_after_the_other,
        letters_one_before_the_other,
        letters_that_quarrel,
        letters_inside_the_text,
        nothing_collected,
        born_deleted,
        many_clients_at_one_place,
        many_clients_in_the_text,
        every_other_letter_deleted,
        letters_deleted_far_apart,
        a_state_vector_of_many,
        the_note_itself_again,
        presences,
        zeros,
        all_ones,
    )
}


def _note(text: int) -> Note:
    return Note([update([(BASE, 0, [block(STRING, "mot " * (text // 4))])])])


def weigh(make: Make, size: int, text: int) -> Weight:
    """The cost of one frame, in a child process."""
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        os.write(writing, json.dumps(vars(_weigh(make, size, text))).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return Weight(**json.loads(said)) if said else Weight(size / KIB, 0, 0, 0, 0, "death")


def _weigh(make: Make, size: int, text: int) -> Weight:
    message, blocks = make(size, text)
    note, inspector = _note(text), Inspector()
    first = inspector.inspect(note.update_since())
    inspector.learn(first)  # type: ignore[arg-type]
    room = Room(note, inspector, {}, pack=bytes, stirred=lambda: None, clock=time.monotonic)
    sender, _ = Writer(room, "mallory"), Writer(room, "claire")
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", "ascii")
    before = _peak_kib()
    started = before_turn = time.process_time()
    hold = 0.0
    try:
        for _ in chain(room.receiving(sender.seat, message), (None,)):
            hold, before_turn = max(hold, time.process_time() - before_turn), time.process_time()
        if (batch := room.take()) is not None:
            room.committed(batch)
        hold = max(hold, time.process_time() - before_turn)
        outcome = sender.memory.detail or (f"taken in, {len(batch.entries)}" if batch else "answered")
    except ApplyError as error:
        outcome = f"death: {error}"
    spent = (time.process_time() - started) * 1e3
    return Weight(
        round(len(message) / KIB, 1),
        blocks,
        round(spent, 1),
        round(hold * 1e3, 1),
        round((_peak_kib() - before) / KIB, 1),
        outcome,
    )


def _peak_kib() -> int:
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    raise AssertionError


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--bytes", type=int, default=256 * KIB)
    parser.add_argument("--text", type=int, default=100_000)
    options = parser.parse_args()
    weights = {name: vars(weigh(make, options.bytes, options.text)) for name, make in KINDS.items()}
    print(json.dumps(weights))  # noqa: T201 - the result of this command


if __name__ == "__main__":
    main()
