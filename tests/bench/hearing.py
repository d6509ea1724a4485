"""What the whole crowd has heard: deliveries, and how long each took from the key to another's screen."""

import time
from array import array
from collections import Counter
from dataclasses import dataclass, field

from tests.bench.letters import Letters
from tests.bench.runs import read_runs

MOST_KNOWN = 20_000


@dataclass(frozen=True, slots=True)
class Heard:
    """The letters of one frame: when each was typed, by the client id of its writer. `many` is their sum."""

    stamps: dict[int, list[int]]
    many: int


NOTHING = Heard({}, 0)


@dataclass(slots=True)
class Writer:
    """Somebody whose letters count: when each was sent (ns), by its clock."""

    letters: Letters
    stamps: "array[int]" = field(default_factory=lambda: array("q"))

    def type(self) -> bytes:
        """The update of the next letter."""
        self.stamps.append(time.perf_counter_ns())
        return self.letters.type()


class Hearing:
    """Counts for everybody. A frame that many hear is read once."""

    def __init__(self) -> None:
        self.writers: dict[int, Writer] = {}
        self.known: dict[bytes, Heard] = {}
        # Client ids by other names, for a server that gives such, and the letters of each that were heard.
        self.authors: dict[str, int] = {}
        self.letters: Counter[int] = Counter()
        self.delays_ns: array[int] = array("q")
        self.delivered = 0
        self.closed = 0

    def begin(self) -> None:
        """Forget what was counted, for what comes now."""
        self.delays_ns = array("q")
        self.delivered = 0

    def read(self, update: bytes) -> Heard:
        """The letters of an update that are somebody's of this crowd."""
        stamps: dict[int, list[int]] = {}
        for client, start, size in read_runs(update):
            writer = self.writers.get(client)
            if writer is not None:
                stamps.setdefault(client, []).extend(writer.stamps[start : start + size])
        return Heard(stamps, sum(map(len, stamps.values())))

    def of(self, client: int, many: int) -> Heard:
        """The next letters of somebody whose letters come in order."""
        writer, start = self.writers.get(client), self.letters[client]
        if writer is None:
            return NOTHING
        self.letters[client] += many
        stamps = list(writer.stamps[start : start + many])
        return Heard({client: stamps}, len(stamps))

    def remember(self, frame: bytes, heard: Heard) -> None:
        """The same bytes mean the same the next time."""
        if len(self.known) >= MOST_KNOWN:
            self.known.clear()
        self.known[frame] = heard

    def count(self, heard: Heard, listener: int, *, is_timed: bool) -> None:
        """One frame has come to a listener; their own letters are no delivery."""
        own = heard.stamps.get(listener)
        self.delivered += heard.many - (len(own) if own else 0)
        if is_timed:
            now, note = time.perf_counter_ns(), self.delays_ns.append
            for client, stamps in heard.stamps.items():
                if client != listener:
                    for stamp in stamps:
                        note(now - stamp)

    def delay_ms(self, share: float) -> float:
        """The delay that this share of the letters did not exceed."""
        return nth(sorted(self.delays_ns), share) / 1e6


def nth(ordered: list[int], share: float) -> float:
    """The value that this share does not exceed; nan of nothing."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")
