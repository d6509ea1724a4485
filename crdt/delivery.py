"""Delivery after a commit: acknowledgements, answers to those who joined, and one wave to everybody else."""

from collections.abc import Callable

from crdt import frames
from crdt.batch import Batch, Entry, merged
from crdt.frames import SyncStep1
from crdt.manuscript import Manuscript
from crdt.seat import Seat


class Delivery:
    """Nothing of an entry is told before its batch is committed.

    `pack` turns a message into the bytes of the wire; `seats` are those of the room, in their order.
    """

    def __init__(
        self, manuscript: Manuscript, seats: dict[Seat, None], *, pack: Callable[[bytes], bytes]
    ) -> None:
        self._manuscript = manuscript
        self._seats = seats
        self._pack = pack
        self._owed: dict[Seat, None] = {}
        self._readers: list[tuple[Seat, SyncStep1]] = []
        self._in_flight: Batch | None = None
        self._full: bytes | None = None
        # An acknowledgement is owed for what is on disk already.
        self.is_due = False

    @property
    def is_settled(self) -> bool:
        """Whether everything in the note is on disk."""
        return not self._manuscript.entries and self._in_flight is None

    @property
    def is_taken(self) -> bool:
        """Whether everything in the note is on disk or on its way there."""
        return not self._manuscript.entries

    def owe(self, seat: Seat) -> None:
        """Acknowledge its last frame once all that came before is on disk."""
        self._owed[seat] = None

    def forget(self, seat: Seat) -> None:
        """Owe nothing to a connection that has left."""
        self._owed.pop(seat, None)

    def changed(self) -> None:
        """The note has changed: its whole text is serialized anew for the next to join."""
        self._full = None

    def take(self) -> Batch | None:
        """The entries that no commit has yet; None where there are none or a batch is on its way."""
        if not self._manuscript.entries or self._in_flight is not None:
            return None
        settled = {seat: seat.settled for seat in self._owed}
        batch = self._in_flight = Batch(*self._manuscript.take(), settled, self._take_answers())
        return batch

    def committed(self, batch: Batch, tail: bytes) -> None:
        """Tell what a batch has put on disk; `tail` goes to everybody behind it."""
        self._in_flight = None
        self._wave(batch.entries, tail)
        for seat, count in batch.settled.items():
            self._acknowledge(seat, count)
        for seat, answer in batch.answers:
            self._give(seat, answer)
        if not self._manuscript.entries:
            self.settle()

    def settle(self) -> None:
        """Acknowledge and answer all that is owed: everything is on disk."""
        self.is_due = False
        for seat in self._owed:
            self._acknowledge(seat, seat.settled)
        self._owed.clear()
        for seat, answer in self._take_answers():
            self._give(seat, answer)

    def answer(self, seat: Seat, step: SyncStep1) -> None:
        """Send what the copy of a connection lacks, now or behind the next commit (read-your-writes)."""
        if self.is_settled:
            seat.peer.send(self._answer(step))
        else:
            self._readers.append((seat, step))

    def _answer(self, step: SyncStep1) -> bytes:
        note = self._manuscript.note
        if step.clocks:
            return self._pack(frames.step_2(note.update_since(step.state_vector)))
        if self._full is None:
            self._full = self._pack(frames.step_2(note.update_since()))
        return self._full

    def _take_answers(self) -> list[tuple[Seat, bytes]]:
        readers, self._readers = self._readers, []
        return [(seat, self._answer(step)) for seat, step in readers if seat in self._seats]

    def _give(self, seat: Seat, packed: bytes) -> None:
        if seat in self._seats:
            seat.peer.send(packed)

    def _wave(self, entries: list[Entry], tail: bytes) -> None:
        authors = {entry.seat for entry in entries}
        wave = b"".join(self._pack(frames.update(update)) for update in merged(entries)) + tail
        silent = next(iter(authors)) if len(authors) == 1 else None
        for seat in self._seats:
            if seat is not silent and not seat.is_on_trial:
                seat.peer.send(wave)
            elif tail:
                seat.peer.send(tail)

    def _acknowledge(self, seat: Seat, count: int) -> None:
        if count > seat.acknowledged and seat in self._seats:
            seat.acknowledged = count
            if seat.speaks_ours:
                seat.peer.send(self._pack(frames.acknowledged(count)))
