"""Counts deliveries for all clients, with the delay from a key press to each other client."""

import time
from array import array
from collections import Counter
from dataclasses import dataclass, field

from tests.tools.bench.letters import Letters
from tests.tools.bench.runs import read_runs

MOST_KNOWN = 20_000


@dataclass(frozen=True, slots=True)
class Received:
    """The letters of one frame: their times (ns) by the client id of the writer; `many` in all."""

    stamps: dict[int, list[int]]
    many: int


NOTHING = Received({}, 0)


@dataclass(slots=True)
class Writer:
    """A writer under measurement: `stamps[clock]` is when that letter was sent (ns)."""

    letters: Letters
    stamps: "array[int]" = field(default_factory=lambda: array("q"))

    def type(self) -> bytes:
        """The update of the next letter."""
        self.stamps.append(time.perf_counter_ns())
        return self.letters.type()


class Deliveries:
    """Shared by all clients of a run. `known` caches parsed frames by their bytes."""

    def __init__(self) -> None:
        self.writers: dict[int, Writer] = {}
        self.known: dict[bytes, Received] = {}
        # Etherpad: client id by author name, and the letters received so far of each client id.
        self.authors: dict[str, int] = {}
        self.letters: Counter[int] = Counter()
        self.delays_ns: array[int] = array("q")
        self.delivered = 0
        self.closed = 0

    def reset(self) -> None:
        """Start counting at zero; keeps writers and cached frames."""
        self.delays_ns = array("q")
        self.delivered = 0

    def read(self, update: bytes) -> Received:
        """The letters of an update; letters of unknown client ids are left out."""
        stamps: dict[int, list[int]] = {}
        for client, start, size in read_runs(update):
            writer = self.writers.get(client)
            if writer is not None:
                stamps.setdefault(client, []).extend(writer.stamps[start : start + size])
        return Received(stamps, sum(map(len, stamps.values())))

    def next_letters(self, client: int, many: int) -> Received:
        """The next letters of a client, for a protocol that delivers them in order without a clock."""
        writer, start = self.writers.get(client), self.letters[client]
        if writer is None:
            return NOTHING
        self.letters[client] += many
        stamps = list(writer.stamps[start : start + many])
        return Received({client: stamps}, len(stamps))

    def remember(self, frame: bytes, received: Received) -> None:
        """Cache a parsed frame; the cache is cleared when it is full."""
        if len(self.known) >= MOST_KNOWN:
            self.known.clear()
        self.known[frame] = received

    def count(self, received: Received, listener: int, *, is_timed: bool) -> None:
        """Count a frame for `listener`. Their own letters are no deliveries."""
        own = received.stamps.get(listener)
        self.delivered += received.many - (len(own) if own else 0)
        if is_timed:
            now, note = time.perf_counter_ns(), self.delays_ns.append
            for client, stamps in received.stamps.items():
                if client != listener:
                    for stamp in stamps:
                        note(now - stamp)

    def delay_ms(self, share: float) -> float:
        """The percentile of all delays, ms; `share` is 0.99 for p99."""
        return percentile(sorted(self.delays_ns), share) / 1e6


def percentile(ordered: list[int], share: float) -> float:
    """The percentile of sorted values; nan without values."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")
